/* Booking: a free time fills in the form, and a professional suggests their specialty. */
(() => {
  const ESCOLHIVEIS = ["id_profissional", "id_clinica"];

  function preencher(botao) {
    const { elements: campos } = botao.closest("form");
    campos.dia.value = botao.dataset.dia;
    campos.hora.value = botao.dataset.hora;
    for (const nome of ESCOLHIVEIS) {
      if (campos[nome] && !campos[nome].value) campos[nome].value = botao.dataset[nome];
    }
    for (const outro of botao.closest(".horarios").querySelectorAll("button")) {
      outro.setAttribute("aria-pressed", String(outro === botao));
    }
  }

  function sugerir(escolha) {
    const { especialidade } = escolha.form.elements;
    const suas = (escolha.selectedOptions[0]?.dataset.especialidades || "").split("|").filter(Boolean);
    if (!especialidade || !suas.length) return;
    especialidade.list.replaceChildren(...suas.map((nome) => new Option("", nome)));
    if (!suas.includes(especialidade.value)) [especialidade.value] = suas;
  }

  document.addEventListener("click", (evento) => {
    const botao = evento.target.closest?.(".horarios button");
    if (botao) preencher(botao);
  });

  /* The admin's calendar writes the day without saying so. */
  document.addEventListener("click", (evento) => {
    if (!evento.target.closest?.(".calendarbox, .datetimeshortcuts")) return;
    const dia = document.getElementById("id_dia");
    const antes = dia?.value;
    setTimeout(() => dia && dia.value !== antes && dia.dispatchEvent(new Event("change", { bubbles: true })));
  }, true);

  document.addEventListener("change", (evento) => {
    if (evento.target.name === "id_profissional") sugerir(evento.target);
  });
})();
