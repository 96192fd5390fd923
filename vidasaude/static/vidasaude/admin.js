// What Unfold builds for the mouse alone, made to work by keyboard and by ear (WCAG 2.1: 2.1.1, 2.4.3, 4.1.2).

(() => {
  const ICONE = ".material-symbols-outlined";
  const NOMES = {
    arrow_back: "Voltar",
    close: "Fechar",
    computer: "Aparência",
    dark_mode: "Aparência",
    dock_to_right: "Mostrar ou esconder o menu",
    light_mode: "Aparência",
    more_horiz: "Mais ações",
    search: "Buscar",
    visibility: "Mostrar a senha",
  };
  const CAMPO = "input:not([type=hidden]), select, textarea";
  const FOCAVEL = `${CAMPO}, button, a[href], [tabindex='0']`;

  const icone = (e) => (e.matches(ICONE) ? e : e.querySelector(ICONE))?.textContent.trim();
  const palavras = (e) => {
    const copia = e.cloneNode(true);
    copia.querySelectorAll(ICONE).forEach((i) => i.remove());
    return !e.matches(ICONE) && (copia.textContent.trim() || copia.querySelector("[alt]:not([alt=''])"));
  };

  function nomear(e) {
    if (!e.ariaLabel && !e.title && !palavras(e) && NOMES[icone(e)]) e.ariaLabel = NOMES[icone(e)];
  }

  // Anything that answers to a click is a button, and answers to Enter and the space bar.
  function tornarBotao(e) {
    if (!e.matches(FOCAVEL)) {
      e.tabIndex = 0;
      e.role = "button";
      e.addEventListener("keydown", (evento) => {
        if (evento.target !== e || !["Enter", " "].includes(evento.key)) return;
        evento.preventDefault();
        e.click();
      });
    }
    nomear(e);
  }

  function arrumar() {
    document.querySelectorAll("[x-on\\:click]").forEach((e) => {
      if (e.id !== "changelist-filter-close") tornarBotao(e);
    });
    document.querySelectorAll("button, a").forEach(nomear);
    document.querySelectorAll(`${ICONE}:not([role])`).forEach((e) => { e.ariaHidden = "true"; });
    document.querySelectorAll("input[placeholder]").forEach((e) => {
      if (!e.labels?.length && !e.ariaLabel) e.ariaLabel = e.placeholder;
    });
    document.querySelectorAll("[aria-label='scrollable content']").forEach((e) => { e.ariaLabel = "Lista"; });
  }

  // A form that was refused comes back at the first field at fault.
  function irAoErro() {
    const errado = [...document.querySelectorAll("[aria-invalid=true]")].find((e) => e.checkVisibility());
    errado?.focus({ preventScroll: true });
    errado?.scrollIntoView({ block: "center" }); // not behind the bar of buttons
  }

  // What opens over the page takes the focus, keeps it, and gives it back when it closes.
  function guardarFoco(capa, conteudo, resto) {
    let quem = null;
    let aberta = false;
    const entrar = () => {
      if (aberta && !conteudo.contains(document.activeElement))
        (conteudo.querySelector(CAMPO) ?? conteudo.querySelector(FOCAVEL))?.focus();
    };
    new MutationObserver(() => {
      const agora = getComputedStyle(capa).display !== "none";
      if (agora === aberta) return;
      aberta = agora;
      if (aberta) quem = document.activeElement;
      resto.forEach((e) => { e.inert = aberta; });
      if (aberta) entrar();
      else quem?.focus();
    }).observe(capa, { attributes: true, attributeFilter: ["style"] });
    conteudo.addEventListener("htmx:afterSettle", entrar);
  }

  addEventListener("load", () => {
    arrumar();
    irAoErro();
    new MutationObserver(arrumar).observe(document.body, { childList: true, subtree: true });
    const [pagina, capa] = ["page", "modal-overlay"].map((id) => document.getElementById(id));
    const conteudo = document.getElementById("modal-content");
    if (capa) {
      Object.assign(conteudo, { role: "dialog", ariaModal: "true" });
      guardarFoco(capa, conteudo, [pagina]);
    }
    const filtros = document.getElementById("changelist-filter");
    if (filtros) guardarFoco(filtros, filtros, []);
  });
})();
