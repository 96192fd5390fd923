"""An invoice on paper, which is also the receipt of what was paid."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from unfold.decorators import action

from apps.faturamento import services
from apps.faturamento.models import Fatura
from apps.kernel.admin import AdminDoApp, escopo_de
from apps.kernel.admin import imprimir as pagina_de_papel
from apps.kernel.money import reais
from apps.rede.interface import rede_service


class Impressao(AdminDoApp):
    """The print of one invoice, for `FaturaAdmin` to take."""

    @action(description="Imprimir", icon="print", url_path="imprimir", attrs={"target": "_blank"})
    def imprimir(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The service allows it and leaves the event (SBIS NGS1.07.03)."""
        self._exigir_leitura(request, object_id)
        if not object_id.isdecimal():
            raise Http404
        escopo = escopo_de(request)
        fatura = services.imprimir(escopo=escopo, id_fatura=int(object_id))
        clinica = rede_service.obter_clinica(id_clinica=fatura.id_clinica, escopo=escopo)
        return pagina_de_papel(
            request,
            "faturamento/impressao.html",
            titulo=f"Fatura {fatura.pk}",
            timbre=clinica.nome,
            contexto=_conteudo(fatura),
        )


def _conteudo(fatura: Fatura) -> dict[str, Any]:
    """The invoice with its money as people read it."""
    itens = list(fatura.itens.all())
    descricoes = services.descrever_procedimentos(item.codigo for item in itens)
    return {
        "fatura": fatura,
        "itens": [
            {
                "codigo": item.codigo,
                "descricao": descricoes.get(item.codigo, ""),
                "quantidade": item.quantidade,
                "valor": reais(item.valor),
                "cobranca": reais(item.cobranca),
                "coberto": reais(item.valor_coberto),
            }
            for item in itens
        ],
        "pagamentos": [
            {
                "quando": pagamento.momento,
                "forma": pagamento.get_forma_display(),
                "valor": reais(pagamento.valor),
            }
            for pagamento in fatura.pagamentos.order_by("momento", "pk")
        ],
        "somas": {
            "Cobrado": reais(fatura.valor_total),
            "Coberto pelo plano": reais(fatura.valor_coberto),
            "Do paciente": reais(fatura.valor_paciente),
            "Pago": reais(fatura.valor_pago),
        },
    }
