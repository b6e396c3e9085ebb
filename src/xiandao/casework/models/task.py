"""A task (待办): what one organisation or person has to do now about a case."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xiandao.casework.methods import kinds
from xiandao.casework.methods.deadlines import remaining
from xiandao.casework.methods.lamps import Lamp, lamp
from xiandao.terms.pack import load_pack


class Task(models.Model):
    """One entry of the inbox; open until done_at is set."""

    case = models.ForeignKey("casework.Case", models.CASCADE, related_name="tasks")
    stage = models.CharField(_("环节"), max_length=40)
    title = models.CharField(_("事项"), max_length=200)
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    assignee = models.ForeignKey(
        "registry.Account", models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    arrived_at = models.DateTimeField(_("到达时间"), default=timezone.now)
    due_on = models.DateField(_("办理期限"), null=True, blank=True)
    done_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    done_by = models.ForeignKey(
        "registry.Account", models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(_("办理结果"), max_length=60, blank=True)

    class Meta:
        db_table = "cas_task"
        verbose_name = _("待办")
        ordering = (
            models.F("due_on").asc(nulls_last=True),
            "arrived_at",
            "pk",
        )
        indexes = (models.Index(fields=["organisation", "done_at"], name="cas_task_open_ix"),)
        constraints = (
            # A case stands at one stage: whatever two clerks do at once, one task is open.
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(done_at__isnull=True),
                name="cas_task_one_open_uq",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def stage_label(self) -> str:
        """What the stage is called, such as 待签收."""
        return kinds.get(self.case.kind).stage(self.stage).label

    @property
    def work(self) -> str:
        """What is to be done, such as 签收督办事项."""
        return kinds.get(self.case.kind).stage(self.stage).task

    @property
    def lamp(self) -> Lamp:
        """How the task stands against its deadline today."""
        done = timezone.localdate(self.done_at) if self.done_at else None
        calendar = load_pack(settings.XIANDAO_PACK).calendar
        return lamp(self.due_on, done, True, timezone.localdate(), calendar)

    @property
    def remaining(self) -> str:
        """How much time is left, in words."""
        return remaining(
            self.due_on, timezone.localdate(), load_pack(settings.XIANDAO_PACK).calendar
        )
