"""Texts that a field may receive: attacks that are only letters, and letters that are not text."""

INOFENSIVOS = {
    "marcacao": "<script>alert(1)</script>",
    "atributo": '" onmouseover="alert(1)',
    "imagem": "<img src=x onerror=alert(1)>",
    "svg": "<svg/onload=alert(1)>",
    "sql": "'; DROP TABLE pacientes; --",
    "sql ou": "' OR '1'='1",
    "sql comentario": "a'/**/UNION/**/SELECT/**/1--",
    "molde de Django": "{{ 7*7 }}{% load static %}",
    "molde de outros": "${7*7} #{7*7} <%= 7*7 %>",
    "formato": "%s %d %n {0} {a.__class__}",
    "registro": "${jndi:ldap://127.0.0.1/a}",
    "comando": "; cat /etc/passwd | id `id` $(id)",
    "caminho": "../../../../etc/passwd",
    "planilha": '=HYPERLINK("http://127.0.0.1","a")',
    "planilha com mais": "+1+1",
    "ldap": "*)(uid=*))(|(uid=*",
    "xml": "<!ENTITY a SYSTEM 'file:///etc/passwd'>",
    "escapes": "\\u0000 \\x00 %00 %0d%0a",
    "acentos": "Ação Ñandú Şebnem Ünïcödé",
    "arabe": "مريم العلي",
    "emoji": "👩🏽‍⚕️ 👨‍👩‍👧",
    "acentos empilhados": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙a",
    "largura nula": "Ma\u200bria\ufeff Silva",
    "null": "null",
    "barra e aspas": '\\"\\\\',
}
"""Text → accepted as it is, or refused by a rule of the field; never run, never changed."""

PROIBIDOS = {
    "quebra de linha": "Maria\r\nX-Injetado: 1",
    "escape de terminal": "\x1b[31mMaria",
    "apaga": "Maria\x7f",
    "controle C1": "Maria\x9b",
    "da direita para a esquerda": "Maria\u202egnp.exe",
    "isolado": "\u2066Maria\u2069",
    "tabulacao vertical": "Maria\x0bSilva",
}
"""Characters that forge what a person reads: refused in a field of one line."""
