/* A form on a page of its own: sent once, however often it is clicked, and by Ctrl+Enter. */
(() => {
  const formulario = document.querySelector("#content-main form");
  if (!formulario) return;
  const enviar = document.querySelector("[name=_save]");
  let enviado = false;

  formulario.addEventListener("submit", (evento) => {
    if (enviado) evento.preventDefault();
    enviado = true;
  });

  formulario.addEventListener("keydown", (evento) => {
    if (evento.key === "Enter" && (evento.ctrlKey || evento.metaKey)) formulario.requestSubmit(enviar);
  });

  /* Back to the page: it may be sent again. */
  window.addEventListener("pageshow", () => { enviado = false; });
})();
