"""Paths that lead nowhere, or try to lead out, and methods that no resource has."""

CAMINHOS = {
    "subir": "/../../etc/passwd",
    "subir depois": "/pacientes/../auditoria",
    "subir escondido": "/pacientes/%2e%2e/auditoria",
    "subir duas vezes escondido": "/%252e%252e/%252e%252e/etc/passwd",
    "barra escondida": "/pacientes%2f1",
    "barra invertida": "/pacientes\\1",
    "duas barras": "//pacientes",
    "duas barras no meio": "/pacientes//1",
    "ponto": "/./pacientes",
    "barra no fim": "/pacientes/",
    "NUL": "/pacientes/1%00",
    "NUL no comeco": "/%00",
    "digito arabe": "/pacientes/%D9%A1",
    "digito largo": "/pacientes/%EF%BC%91",
    "id enorme": f"/pacientes/{'9' * 400}",
    "id acima de 64 bits": "/pacientes/9223372036854775808",
    "id negativo": "/pacientes/-1",
    "id zero": "/pacientes/0",
    "id com zero": "/pacientes/01",
    "id quebrado": "/pacientes/1.0",
    "id hexadecimal": "/pacientes/0x1",
    "id com espaco": "/pacientes/%201",
    "id com quebra de linha": "/pacientes/1%0a",
    "id com cabecalho": "/pacientes/1%0d%0aX-Injetado:%201",
    "id com sql": "/pacientes/1%20OR%201=1",
    "sessao no caminho": "/pacientes;jsessionid=1",
    "sessao depois do id": "/pacientes/1;jsessionid=1",
    "formato no fim": "/pacientes.json",
    "formato do id": "/pacientes/1.json",
    "maiusculas": "/PACIENTES",
    "UTF-8 invalido": "/pacientes/%FF",
    "metade em UTF-8": "/pacientes/%ED%A0%80",
    "escape incompleto": "/pacientes/%",
    "escape errado": "/pacientes/%zz",
    "git": "/.git/config",
    "ambiente": "/.env",
    "arquivo de dentro": "/static/../vidasaude/settings.py",
    "arquivo de dentro escondido": "/static/%2e%2e/%2e%2e/etc/passwd",
    "console": "/console",
    "outro esquema": "http://127.0.0.1/pacientes",
    "outro servidor": "http://exemplo.invalid/pacientes",
    "muito longo": "/" + "a" * 6000,
    "muitos niveis": "/a" * 1000,
    "verbo que nao existe": "/consultas/1/apagar",
    "verbo com barra": "/consultas/1/confirmar/",
    "docs com barra": "/docs/",
    "schema com extensao": "/schema.yaml",
}

METODOS = ("TRACE", "PUT", "DELETE", "PATCH", "PROPFIND", "FOO", "M-SEARCH", "HEAD", "OPTIONS")
MINUSCULOS = ("get", "Post", "pAtCh")
"""Django reads a method in capitals: these are answered as what they spell, if the path has it."""

ANTES_DO_APP = {
    "CONNECT": "HTTP gives CONNECT a form of its own (RFC 9112, 3.2.3)",
}
"""Methods that the server answers by itself, and why."""
