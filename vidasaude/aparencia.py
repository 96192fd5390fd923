"""How the admin looks, in the words of its theme (django-unfold)."""

from django.templatetags.static import static

UNFOLD = {
    "SITE_TITLE": "Vida+ Saúde",
    "SITE_HEADER": "Vida+ Saúde",
    "SITE_SUBHEADER": "Gestão da rede de clínicas",
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("vidasaude/marca.svg"),
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("vidasaude/marca.svg"),
        }
    ],
    "SHOW_HISTORY": False,  # our audit trail is the history
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "8px",
    "COLORS": {
        "primary": {
            "50": "#f0fdfa",
            "100": "#ccfbf1",
            "200": "#99f6e4",
            "300": "#5eead4",
            "400": "#2dd4bf",
            "500": "#0d9488",
            "600": "#0f766e",
            "700": "#115e59",
            "800": "#134e4a",
            "900": "#12403d",
            "950": "#042f2e",
        },
    },
    "STYLES": [lambda request: static("vidasaude/admin.css")],
    "SCRIPTS": [lambda request: static("vidasaude/admin.js")],
    # What the caller may do, from the pages themselves (apps.kernel.admin.menu).
    "SIDEBAR": {"navigation": "apps.kernel.admin.menu.montar"},
    "DASHBOARD_CALLBACK": "apps.mesa.inicio.montar",
}
