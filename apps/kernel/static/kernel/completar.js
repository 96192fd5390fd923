/* The box that completes an id: an editable combobox with list autocomplete (WAI-ARIA APG).
   Listens on the document, so that boxes of dialogs and of added rows work as well. */
(() => {
  const ESPERA = 200;
  const estados = new WeakMap();

  const partes = (caixa) => ({
    texto: caixa.querySelector("[role=combobox]"),
    lista: caixa.querySelector("[role=listbox]"),
    recado: caixa.querySelector("[role=status]"),
    escolhidas: caixa.querySelector(".completar-escolhidas"),
    valor: caixa.querySelector(":scope > input[type=hidden]"),
  });

  const estado = (caixa) => {
    if (!estados.has(caixa)) estados.set(caixa, { opcoes: [], ativa: -1 });
    return estados.get(caixa);
  };

  function elemento(nome, atributos, ...filhos) {
    const novo = document.createElement(nome);
    for (const [atributo, valor] of Object.entries(atributos)) novo.setAttribute(atributo, valor);
    novo.append(...filhos);
    return novo;
  }

  function procurar(caixa) {
    const meu = estado(caixa);
    const { texto } = partes(caixa);
    clearTimeout(meu.espera);
    meu.pedido?.abort();
    if (!texto.value.trim()) return fechar(caixa, "");
    meu.espera = setTimeout(() => pedir(caixa, texto.value.trim()), ESPERA);
  }

  async function pedir(caixa, procurado) {
    const meu = estado(caixa);
    meu.pedido = new AbortController();
    const { signal } = meu.pedido;
    try {
      const endereco = `${caixa.dataset.busca}?q=${encodeURIComponent(procurado)}`;
      const resposta = await fetch(endereco, { signal, headers: { Accept: "application/json" } });
      if (!resposta.ok) throw new Error(resposta.status);
      const { opcoes, ha_mais } = await resposta.json();
      if (document.activeElement === partes(caixa).texto) abrir(caixa, opcoes, ha_mais);
    } catch (erro) {
      if (!signal.aborted) fechar(caixa, "A busca não respondeu. Tente de novo.");
    }
  }

  function abrir(caixa, opcoes, haMais) {
    const { texto, lista, recado } = partes(caixa);
    Object.assign(estado(caixa), { opcoes, ativa: -1 });
    if (!opcoes.length) return fechar(caixa, "Nada encontrado.");
    lista.replaceChildren(...opcoes.map((opcao, indice) => elemento(
      "li",
      { role: "option", id: `${lista.id}_${indice}`, "aria-selected": "false", "data-indice": indice },
      elemento("span", {}, opcao.nome),
      ...(opcao.detalhe ? [elemento("small", {}, opcao.detalhe)] : []),
    )));
    lista.hidden = false;
    lista.scrollTop = 0;
    texto.setAttribute("aria-controls", lista.id);
    texto.setAttribute("aria-expanded", "true");
    const quantas = opcoes.length === 1 ? "1 opção." : `${opcoes.length} opções.`;
    recado.textContent = haMais ? `As primeiras ${opcoes.length}; digite mais para achar outras.` : quantas;
    ativar(caixa, 0);
  }

  function fechar(caixa, recado) {
    const meu = estado(caixa);
    const { texto, lista, recado: onde } = partes(caixa);
    Object.assign(meu, { opcoes: [], ativa: -1 });
    lista.hidden = true;
    lista.replaceChildren();
    texto.setAttribute("aria-expanded", "false");
    texto.removeAttribute("aria-activedescendant");
    if (recado !== undefined) onde.textContent = recado;
  }

  function ativar(caixa, indice) {
    const meu = estado(caixa);
    const { texto, lista } = partes(caixa);
    meu.ativa = (indice + meu.opcoes.length) % meu.opcoes.length;
    [...lista.children].forEach((item, posicao) => {
      item.setAttribute("aria-selected", String(posicao === meu.ativa));
    });
    texto.setAttribute("aria-activedescendant", lista.children[meu.ativa].id);
    lista.children[meu.ativa].scrollIntoView({ block: "nearest" });
  }

  function escolher(caixa, opcao) {
    const { texto, valor, escolhidas } = partes(caixa);
    if (escolhidas) {
      acrescentar(caixa, opcao);
      texto.value = "";
      fechar(caixa, `${opcao.nome}: acrescentado.`);
    } else {
      valor.value = opcao.valor;
      texto.value = opcao.nome;
      fechar(caixa, opcao.detalhe);
    }
    avisar(caixa);
  }

  function acrescentar(caixa, opcao) {
    const { escolhidas } = partes(caixa);
    const valores = [...escolhidas.querySelectorAll("input")].map((oculto) => oculto.value);
    if (valores.includes(String(opcao.valor))) return;
    escolhidas.append(elemento(
      "li",
      {},
      elemento("span", {}, opcao.nome),
      elemento("button", { type: "button", "aria-label": `Tirar ${opcao.nome}` }, "×"),
      elemento("input", { type: "hidden", name: caixa.dataset.nome, value: opcao.valor }),
    ));
  }

  /* Whoever depends on the choice listens to `change` on the box. */
  function avisar(caixa) {
    caixa.dispatchEvent(new Event("change", { bubbles: true }));
  }

  const TECLAS = {
    ArrowDown: (caixa) => (aberta(caixa) ? ativar(caixa, estado(caixa).ativa + 1) : procurar(caixa)),
    ArrowUp: (caixa) => aberta(caixa) && ativar(caixa, estado(caixa).ativa - 1),
    Enter: (caixa) => escolher(caixa, estado(caixa).opcoes[estado(caixa).ativa]),
    Escape: (caixa) => fechar(caixa, ""),
  };
  const aberta = (caixa) => estado(caixa).opcoes.length > 0;
  const falta = (caixa) => {
    const { texto, valor } = partes(caixa);
    return texto.value.trim() !== "" && !valor?.value;
  };

  document.addEventListener("keydown", (evento) => {
    const caixa = evento.target.matches?.("[role=combobox]") && evento.target.closest(".completar");
    const tecla = caixa && TECLAS[evento.key];
    if (!tecla) return;
    const so_aberta = evento.key === "Enter" || evento.key === "Escape";
    if (so_aberta && !aberta(caixa)) {
      if (evento.key === "Enter" && falta(caixa)) evento.preventDefault();
      return;
    }
    evento.preventDefault();
    evento.stopPropagation(); // Esc closes the options, not the dialog around them
    tecla(caixa);
  }, true);

  document.addEventListener("input", (evento) => {
    const caixa = evento.target.matches?.("[role=combobox]") && evento.target.closest(".completar");
    if (!caixa) return;
    const { valor, recado } = partes(caixa);
    recado.textContent = "";
    if (valor?.value) {
      valor.value = "";
      avisar(caixa);
    }
    procurar(caixa);
  });

  document.addEventListener("focusout", (evento) => {
    const caixa = evento.target.closest?.(".completar");
    if (!caixa || evento.target !== partes(caixa).texto) return;
    estado(caixa).pedido?.abort();
    clearTimeout(estado(caixa).espera);
    if (aberta(caixa)) fechar(caixa, "");
    if (falta(caixa)) partes(caixa).recado.textContent = "Escolha uma das opções da busca.";
  });

  /* The pointer does not take the focus away from the box. */
  document.addEventListener("mousedown", (evento) => {
    if (evento.target.closest?.(".completar [role=listbox]")) evento.preventDefault();
  });

  document.addEventListener("click", (evento) => {
    const caixa = evento.target.closest?.(".completar");
    if (!caixa) return;
    const opcao = evento.target.closest("[role=option]");
    if (opcao) escolher(caixa, estado(caixa).opcoes[opcao.dataset.indice]);
    const tirar = evento.target.closest(".completar-escolhidas button");
    if (tirar) {
      tirar.closest("li").remove();
      partes(caixa).texto.focus();
      avisar(caixa);
    }
  });
})();
