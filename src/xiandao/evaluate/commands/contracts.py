"""Technology contracts of research units: entered, changed as money comes in, taken out again."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.evaluate.commands.written_down import refuse_money, refuse_no_day, stale
from xiandao.evaluate.models import Contract, ContractKind
from xiandao.registry.commands.acting import command, note, note_place
from xiandao.registry.methods.wording import one_line, storable
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xiandao.registry.models import Account, Organisation

RECORD = "evaluate.record"
INSTITUTE: Final = "institute"
CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """What is said of a contract; both amounts are in 万元."""

    number: str
    title: str
    kind: str
    buyer: str
    signed_on: date
    amount: Decimal
    paid: Decimal = Decimal(0)
    product: str = ""
    is_local: bool = True
    note: str = ""


@command(RECORD, on="organisation")
def add(
    *, organisation: Organisation, facts: ContractFacts, by: Account, is_demo: bool = False
) -> Contract:
    """Enter a contract of a unit.

    Raises:
        InputError: ``EVA-615`` no unit that converts, ``EVA-611`` the number is there already, and what ``sound`` says.
    """
    refuse_no_institute(organisation)
    made = Contract(organisation=organisation, made_by=by, is_demo=is_demo, **asdict(sound(facts)))
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise twice(made.number) from None
    note(f"登记技术合同：{made}", about=made)
    note_place(organisation)
    return made


@command(RECORD, on="contract")
def change(*, contract: Contract, facts: ContractFacts, version: int, by: Account) -> Contract:
    """Change what is said of a contract, if it is still as it was when somebody looked.

    Raises:
        XiandaoError: ``EVA-609`` it was changed or taken out meanwhile; InputError: as ``add``.
    """
    new = asdict(sound(facts))
    before = {name: getattr(contract, name) for name in new}
    try:
        with transaction.atomic():
            done = _held(contract, version).update(**new, version=F("version") + 1)
    except IntegrityError:
        raise twice(str(new["number"])) from None
    if not done:
        raise stale("EVA-609")
    contract.refresh_from_db()
    changed = {
        name: [str(before[name]), str(new[name])] for name in new if before[name] != new[name]
    }
    note(f"修改技术合同：{contract}", about=contract, changed=changed)
    note_place(contract.organisation)
    return contract


@command(RECORD, on="contract")
def remove(*, contract: Contract, version: int, by: Account) -> None:
    """Take a contract out; its row stays for the audit trail.

    Raises:
        XiandaoError: ``EVA-609``.
    """
    gone = {"removed_at": timezone.now(), "version": F("version") + 1}
    if not _held(contract, version).update(**gone):
        raise stale("EVA-609")
    note(f"注销技术合同：{contract}", about=contract)
    note_place(contract.organisation)


def sound(facts: ContractFacts) -> ContractFacts:
    """Return the facts as they are kept.

    Raises:
        InputError: ``EVA-610`` something that must be said is not, ``EVA-612`` more was paid than agreed, ``EVA-613`` a
            day to come or long gone, ``EVA-614`` an amount that cannot be.
    """
    said = {
        "number": (one_line(facts.number, limit=60), _("没有填写登记编号")),
        "title": (one_line(facts.title, limit=200), _("没有填写合同名称")),
        "buyer": (one_line(facts.buyer, limit=160), _("没有填写受让方")),
    }
    for field, (words, sentence) in said.items():
        if not words:
            raise InputError("EVA-610", sentence, _("请按合同登记表填写"), {"field": field})
    if facts.kind not in ContractKind.values:
        raise InputError(
            "EVA-610", _("没有选择合同类别"), _("请按合同登记表选择"), {"field": "kind"}
        )
    refuse_no_day(facts.signed_on, "signed_on", "EVA-613")
    refuse_money(facts.amount, "amount", "EVA-614", least=CENT)
    refuse_money(facts.paid, "paid", "EVA-614", least=Decimal(0))
    if facts.paid > facts.amount:
        raise InputError(
            "EVA-612",
            _("到账额%(paid)s万元大于合同额%(amount)s万元")
            % {"paid": facts.paid, "amount": facts.amount},
            _("请核对是否填错单位；有提成等追加收入的，请先按补充合同改合同额"),
            {"field": "paid"},
        )
    return replace(
        facts,
        number=said["number"][0],
        title=said["title"][0],
        buyer=said["buyer"][0],
        product=one_line(facts.product, limit=200),
        note=storable(facts.note).strip(),
    )


def refuse_no_institute(organisation: Organisation) -> None:
    """Refuse a body that is no research unit.

    Raises:
        InputError: ``EVA-615``.
    """
    if organisation.kind != INSTITUTE:
        raise InputError(
            "EVA-615",
            _("“%(name)s”不是科研机构") % {"name": organisation.label},
            _("技术合同按转让方登记，请选择类型为“机构”的单位"),
            {"field": "organisation"},
        )


def twice(number: str) -> InputError:
    """Return the refusal of a number that is entered already."""
    return InputError(
        "EVA-611",
        _("登记编号“%(number)s”已经登记过") % {"number": number[:60]},
        _("请核对编号；同一合同请在列表中找到它再修改"),
        {"field": "number"},
    )


def _held(contract: Contract, version: int) -> QuerySet[Contract]:
    return Contract.objects.filter(pk=contract.pk, version=version, removed_at__isnull=True)
