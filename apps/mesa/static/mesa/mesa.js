/* A verb of one click stays on the page: it is asked as the dialogs ask it, and what it says comes with
   the page anew. A refusal is told beside the button. Without this script the consulta's page answers. */

document.addEventListener("submit", async (evento) => {
  const formulario = evento.target.closest("form[data-verbo]");
  if (!formulario) return;
  evento.preventDefault();
  const botao = formulario.querySelector("button");
  botao.disabled = true;
  try {
    const resposta = await fetch(formulario.action, {
      method: "POST",
      body: new FormData(formulario),
      headers: { "HX-Request": "true" },
    });
    if (resposta.headers.has("HX-Redirect")) location.reload();
    else recusar(formulario, motivo(await resposta.text()));
  } catch {
    recusar(formulario, "Sem conexão; tente de novo.");
    botao.disabled = false;
  }
});

/* The words of the dialog that came back, read as text. */
function motivo(html) {
  const dialogo = new DOMParser().parseFromString(html, "text/html");
  return dialogo.querySelector(".errornote")?.textContent.trim() || "Não foi possível agora.";
}

function recusar(formulario, texto) {
  const linha = formulario.closest("li");
  linha.querySelector(".recusa")?.remove();
  const aviso = Object.assign(document.createElement("p"), { className: "recusa", textContent: texto });
  aviso.setAttribute("role", "alert");
  linha.append(aviso);
}
