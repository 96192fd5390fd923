/* The rows of an invoice to issue: one more, one less, and what they add up to. */
(() => {
  const quadro = document.querySelector(".procedimentos");
  if (!quadro) return;
  const linhas = quadro.querySelector(".procedimentos-linhas");
  const molde = quadro.querySelector("template");
  const total = quadro.querySelector("[name$=TOTAL_FORMS]");
  const maximo = Number(quadro.querySelector("[name$=MAX_NUM_FORMS]").value);
  const adicionar = quadro.querySelector("[data-adicionar]");

  const campo = (linha, nome) => linha.querySelector(`[name$="-${nome}"]`);

  /* Cents, so that sums do not drift; a comma is decimal, and so is a dot without one. */
  function centavos(texto) {
    const limpo = texto.replace(/^R\$/, "").trim();
    const valor = Number(limpo.includes(",") ? limpo.replaceAll(".", "").replace(",", ".") : limpo);
    return Number.isFinite(valor) ? Math.round(valor * 100) : 0;
  }

  function somar() {
    const soma = [...linhas.children].reduce((ate, linha) => (
      ate + centavos(campo(linha, "valor").value) * (Number(campo(linha, "quantidade").value) || 1)
    ), 0);
    quadro.querySelector("output").value = (soma / 100).toLocaleString(
      "pt-BR", { style: "currency", currency: "BRL" },
    );
    adicionar.disabled = Number(total.value) >= maximo;
  }

  adicionar.addEventListener("click", () => {
    const copia = document.createElement("div");
    copia.innerHTML = molde.innerHTML.replaceAll("__prefix__", total.value);
    const nova = copia.firstElementChild;
    linhas.append(nova);
    total.value = Number(total.value) + 1;
    nova.querySelector("input[type=text]").focus();
    somar();
  });

  /* A row taken away stays in the form, blank, so that the others keep their numbers. */
  linhas.addEventListener("click", (evento) => {
    const linha = evento.target.closest("[data-tirar]")?.closest(".procedimento");
    if (!linha) return;
    linha.querySelectorAll("input").forEach((entrada) => { entrada.value = ""; });
    linha.hidden = true;
    adicionar.focus();
    somar();
  });

  linhas.addEventListener("input", somar);
  somar();
})();
