"""Tables of the floor, present in every process: accounts, audit, facts, idempotency."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone


class UsuarioManager(BaseUserManager["Usuario"]):
    def create_user(self, username: str, password: str | None = None, **campos: Any) -> "Usuario":
        usuario = self.model(username=username, **campos)
        usuario.set_password(password)
        usuario.save(using=self._db)
        return usuario

    def create_superuser(
        self, username: str, password: str | None = None, **campos: Any
    ) -> "Usuario":
        return self.create_user(
            username, password, **{"is_staff": True, "is_superuser": True, **campos}
        )


class Usuario(AbstractBaseUser, PermissionsMixin):
    """An account. Roles in clinics are Rede's; a user is deactivated, never deleted."""

    username = models.CharField("usuário", max_length=150, unique=True)
    nome = models.CharField("nome", max_length=200)
    is_active = models.BooleanField("ativo", default=True)
    is_staff = models.BooleanField("entra na administração", default=False)
    versao_credencial = models.PositiveIntegerField(
        "versão da credencial",
        default=1,
        editable=False,
        help_text="Cresce a cada troca de senha; tokens de versões anteriores deixam de valer.",
    )
    data_criacao = models.DateTimeField("criado em", default=timezone.now, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["nome"]
    objects = UsuarioManager()

    class Meta:
        verbose_name = "usuário"
        verbose_name_plural = "usuários"

    def __str__(self) -> str:
        return self.username

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.versao_credencial = (self.versao_credencial or 0) + (1 if self.pk else 0)

    def get_full_name(self) -> str:
        return self.nome

    def get_short_name(self) -> str:
        return self.nome.split(" ")[0] or self.username


class ContaAlterada(models.Model):
    """Where accounts do not live: tokens of this user issued until then are refused."""

    id_usuario = models.BigIntegerField(primary_key=True)
    momento = models.BigIntegerField(help_text="Segundos desde 1970 (o `iat` dos tokens).")

    class Meta:
        verbose_name = "conta alterada"
        verbose_name_plural = "contas alteradas"


class Versionado(models.Model):
    """A row with a version: its strong ETag, and the guard against lost updates."""

    versao = models.PositiveIntegerField("versão", default=1, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self.versao += 1
            if (campos := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*campos, "versao"}
        super().save(*args, **kwargs)

    @property
    def etag(self) -> str:
        return f'"{self.pk}-{self.versao}"'


class EventoAuditoria(models.Model):
    """Who did what, when, to which object. It holds no name, CPF or clinical text (NGS1.07.06)."""

    seq = models.BigAutoField(primary_key=True)
    momento = models.DateTimeField("momento", default=timezone.now)
    evento = models.CharField("evento", max_length=60)
    id_usuario = models.BigIntegerField("usuário", null=True)
    papel = models.CharField("papel", max_length=20, null=True)
    id_clinica = models.BigIntegerField("clínica", null=True, db_index=True)
    ip = models.GenericIPAddressField("endereço", null=True)
    objeto = models.CharField("objeto", max_length=80)
    permitido = models.BooleanField("permitido", default=True)
    id_requisicao = models.CharField("requisição", max_length=64)

    class Meta:
        verbose_name = "evento de auditoria"
        verbose_name_plural = "eventos de auditoria"
        indexes = [
            models.Index(fields=["momento"], name="auditoria_momento"),
            # By index and newest first at once, however many there are. Not `db_index`: of a text it
            # makes a second index, for LIKE, that each event would pay for and nobody asks.
            models.Index(fields=["evento", "seq"], name="auditoria_evento"),
            models.Index(fields=["id_usuario", "seq"], name="auditoria_usuario"),
            models.Index(fields=["objeto", "seq"], name="auditoria_objeto"),
        ]

    def __str__(self) -> str:
        return f"{self.evento} nº {self.seq}"


class FatoRegistrado(models.Model):
    """A fact, written in its writer's transaction; `posicao` is given after commit."""

    tipo = models.CharField(max_length=60)
    origem = models.CharField(max_length=30)
    dados = models.JSONField()
    registrado_em = models.DateTimeField(default=timezone.now)
    posicao = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = "fato"
        verbose_name_plural = "fatos"
        constraints = [models.UniqueConstraint(fields=["posicao"], name="fato_posicao_unica")]
        indexes = [
            models.Index(
                fields=["id"], name="fato_por_publicar", condition=models.Q(posicao__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.tipo} nº {self.pk}"


class CursorDeFatos(models.Model):
    """How far a follower has read one source; moved in the transaction of its reaction."""

    seguidor = models.CharField(max_length=30)
    origem = models.CharField(max_length=30)
    posicao = models.BigIntegerField(default=0)
    falhas = models.PositiveSmallIntegerField(
        default=0, help_text="Falhas seguidas no fato depois de `posicao`; cinco o separam."
    )

    class Meta:
        verbose_name = "cursor de fatos"
        verbose_name_plural = "cursores de fatos"
        constraints = [models.UniqueConstraint(fields=["seguidor", "origem"], name="cursor_unico")]

    def __str__(self) -> str:
        return f"{self.seguidor} em {self.origem}"


class FatoSeparado(models.Model):
    """A fact that failed five times for a follower; the others went on."""

    seguidor = models.CharField("seguidor", max_length=30)
    origem = models.CharField("origem", max_length=30)
    posicao = models.BigIntegerField("posição")
    tipo = models.CharField("tipo", max_length=60)
    dados = models.JSONField("dados")
    erro = models.CharField("erro", max_length=200)
    separado_em = models.DateTimeField("separado em", default=timezone.now)

    class Meta:
        verbose_name = "fato separado"
        verbose_name_plural = "fatos separados"
        constraints = [
            models.UniqueConstraint(
                fields=["seguidor", "origem", "posicao"], name="fato_separado_unico"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tipo} nº {self.posicao}"


class ChaveIdempotencia(models.Model):
    """An Idempotency-Key and the answer given to it. `status` is null while it runs."""

    id_usuario = models.BigIntegerField()
    caminho = models.CharField(max_length=300)
    chave = models.CharField(max_length=255)
    resumo = models.CharField(max_length=64, help_text="SHA-256 do corpo.")
    status = models.PositiveSmallIntegerField(null=True)
    corpo = models.BinaryField(default=bytes)
    cabecalhos = models.JSONField(default=dict)
    criada_em = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "chave de idempotência"
        verbose_name_plural = "chaves de idempotência"
        constraints = [
            models.UniqueConstraint(
                fields=["id_usuario", "caminho", "chave"], name="chave_idempotencia_unica"
            )
        ]
