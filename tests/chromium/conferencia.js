// Measures of a page, run in it. Each returns what is wrong, in words that lead to the element.

const ICONE = ".material-symbols-outlined";
const OPERAVEL = "button, a[href], [role=button], summary";
const FOCAVEL = `button, a[href], summary, input, select, textarea, [tabindex="0"]`;
const CAMPO = "input:not([type=hidden]), select, textarea";

const UF = /^[A-Z]{2}$/;  // Goiás and Tocantins

const todos = (seletor) => [...document.querySelectorAll(seletor)];
const visivel = (e) => {
  const { width, height } = e.getBoundingClientRect();
  return width > 1 && height > 1 && e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
};
const onde = (e) => `<${e.tagName.toLowerCase()}${e.id && "#" + e.id} class="${(e.getAttribute("class") || "").slice(0, 60)}">`;

function textoDe(e) {
  const copia = e.cloneNode(true);
  copia.querySelectorAll(`${ICONE}, [aria-hidden=true]`).forEach((i) => i.remove());
  return copia.textContent.replace(/\s+/g, " ").trim();
}

function nomeDe(e) {
  const rotulo = e.labels?.[0] ?? document.getElementById(e.getAttribute("aria-labelledby"));
  return e.getAttribute("aria-label") || (rotulo && textoDe(rotulo)) || e.title || textoDe(e)
    || [...e.querySelectorAll("img[alt], [title]")].map((i) => i.alt || i.title).join(" ");
}

// Text that a person reads, now or when a menu opens: nodes of text, and attributes that speak.
function* ditos() {
  const nos = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (nos.nextNode()) {
    const { parentElement: pai, data } = nos.currentNode;
    if (data.trim() && !pai.closest(`script, style, code, pre, ${ICONE}`)) yield [data.trim(), pai];
  }
  for (const nome of ["title", "placeholder", "aria-label", "alt", "data-label", "aria-description"])
    for (const e of todos(`[${nome}]`)) yield [e.getAttribute(nome), e];
  for (const e of todos("input[type=submit], input[type=button]")) yield [e.value, e];
  yield [document.title, document.head];
}

function conteudo(ingles, nossas) {
  const faltas = [];
  const palavra = new RegExp(`(?<![\\p{L}\\w.@/-])(${ingles.join("|")})(?![\\p{L}\\w@/]|-\\w|\\.\\w)`, "iu");
  for (const [dito, e] of ditos()) {
    const limpo = nossas.reduce((texto, nossa) => texto.replaceAll(nossa, ""), dito);
    if (palavra.test(limpo) && !UF.test(dito)) faltas.push(`inglês: “${dito.slice(0, 80)}” em ${onde(e)}`);
  }
  if (document.documentElement.lang.toLowerCase() !== "pt-br") faltas.push("lang não é pt-BR");
  const titulos = todos("h1").filter((e) => visivel(e) && !e.closest("[inert]")).length;
  if (titulos !== 1) faltas.push(`${titulos} h1`);
  for (const e of todos(CAMPO).filter(visivel))
    if (!nomeDe(e)) faltas.push(`campo sem rótulo: ${onde(e)} ${e.name}`);
  for (const e of todos(OPERAVEL).filter(visivel))
    if (!nomeDe(e)) faltas.push(`sem nome: ${onde(e)} ${textoDe(e) || e.textContent.trim()}`);
  for (const e of todos("img:not([alt])")) faltas.push(`imagem sem alt: ${e.src}`);
  for (const e of todos("[x-on\\:click]").filter(visivel))
    if (!e.matches(FOCAVEL) && e.id !== "changelist-filter-close") faltas.push(`só pelo mouse: ${onde(e)}`);
  for (const e of todos("[tabindex]")) if (e.tabIndex > 0) faltas.push(`ordem forçada: ${onde(e)}`);
  return faltas;
}

function transbordo() {
  const pagina = document.scrollingElement;
  if (pagina.scrollWidth <= innerWidth) return [];
  const fora = todos("body *").filter((e) => visivel(e) && e.getBoundingClientRect().right > innerWidth + 1);
  return [`transborda (${pagina.scrollWidth} px): ${fora.slice(0, 1).map(onde)}`];
}

// --- contrast, WCAG 2.1: 4.5, or 3 for large text ---------------------------------------------

const lapis = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
  .getContext("2d", { willReadFrequently: true });
const cores = new Map();

function rgba(cor) {  // whatever its notation (oklch, color-mix): as the screen paints it
  if (!cores.has(cor)) {
    lapis.clearRect(0, 0, 1, 1);
    lapis.fillStyle = cor;
    lapis.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = lapis.getImageData(0, 0, 1, 1).data;
    cores.set(cor, [r, g, b, a / 255]);
  }
  return cores.get(cor);
}

const sobre = ([r, g, b, a], fundo) => [r, g, b].map((c, i) => c * a + fundo[i] * (1 - a));
const linear = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
const luz = (cor) => [0.2126, 0.7152, 0.0722].reduce((soma, peso, i) => soma + peso * linear(cor[i]), 0);

const lembrar = (conta) => {
  const sabidos = new Map();
  return (e) => sabidos.get(e) ?? sabidos.set(e, conta(e)).get(e);
};

const escura = () => matchMedia("(prefers-color-scheme: dark)").matches
  && getComputedStyle(document.documentElement).colorScheme.includes("dark");

const fundoDe = lembrar((e) => {
  if (!e) return escura() ? [18, 18, 18] : [255, 255, 255];
  const cor = rgba(getComputedStyle(e).backgroundColor);
  return cor[3] === 1 ? cor : sobre(cor, fundoDe(e.parentElement));
});
const opacidadeDe = lembrar((e) => (e ? getComputedStyle(e).opacity * opacidadeDe(e.parentElement) : 1));

function razao(e, cor) {
  const [r, g, b, a] = rgba(cor);
  const fundo = fundoDe(e);
  const letra = sobre([r, g, b, a * opacidadeDe(e)], fundo);
  const [clara, escura] = [luz(letra), luz(fundo)].sort((x, y) => y - x);
  return (clara + 0.05) / (escura + 0.05);
}

function contraste(tema) {
  document.documentElement.classList.toggle("dark", tema === "dark");  // Unfold looks only once
  document.documentElement.append(Object.assign(document.createElement("style"),
    { textContent: "* { transition: none !important }" }));
  const faltas = new Map();
  const medir = (e, texto, estilo) => {
    const tamanho = parseFloat(estilo.fontSize);
    const minimo = tamanho >= 24 || (tamanho >= 18.66 && estilo.fontWeight >= 700) ? 3 : 4.5;
    const tem = razao(e, estilo.color);
    if (tem < minimo - 0.01)
      faltas.set(`${estilo.color}${e.tagName}${e.className}`, `contraste ${tem.toFixed(2)}: “${texto.slice(0, 40)}” em ${onde(e)}`);
  };
  const nos = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (nos.nextNode()) {
    const { parentElement: e, data } = nos.currentNode;
    if (data.trim() && visivel(e) && !e.closest(`script, style, :disabled, ${ICONE}`))
      medir(e, data.trim(), getComputedStyle(e));
  }
  for (const e of todos("[placeholder]").filter(visivel))
    if (!e.value) medir(e, e.placeholder, getComputedStyle(e, "::placeholder"));
  return [...faltas.values()];
}

// --- focus ----------------------------------------------------------------------------------------

function foco() {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const marcado = (p) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(p);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0)
      || (p === e && boxShadow !== "none" && getComputedStyle(p).getPropertyValue("--tw-ring-shadow").length > 12);
  };
  const visto = visivel(e) && [e, e.parentElement, e.parentElement?.parentElement].some((p) => p && marcado(p));
  return { nome: nomeDe(e) || onde(e), visivel: visto };
}
