// Redoc draws its maker's logo from a CDN and has no option against it. Nothing here leaves this
// machine: an image from there is an empty one.
(() => {
  const VAZIA = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
  const daqui = (endereco) => (String(endereco).startsWith("https://cdn.redoc.ly/") ? VAZIA : endereco);
  const imagem = HTMLImageElement.prototype;
  const src = Object.getOwnPropertyDescriptor(imagem, "src");

  Object.defineProperty(imagem, "src", {
    ...src,
    set(endereco) {
      src.set.call(this, daqui(endereco));
    },
  });
  imagem.setAttribute = function (nome, valor) {
    Element.prototype.setAttribute.call(this, nome, nome === "src" ? daqui(valor) : valor);
  };
})();
