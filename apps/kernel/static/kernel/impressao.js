// The button of a page made for paper.
document.querySelector("[data-imprimir]").addEventListener("click", () => print());
