"""Weight sets: saved from the sandbox under a name, taken away again; official results never see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from xiandao.evaluate.methods.edition import framework_of
from xiandao.evaluate.models import Scheme, WeightSet
from xiandao.registry.commands.acting import command, note
from xiandao.registry.methods.wording import one_line
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

VIEW = "evaluate.view"
MOST = 50


@command(VIEW, on="organisation")
def save(
    *,
    scheme: Scheme,
    name: str,
    weights: Mapping[str, float],
    organisation: Organisation,
    by: Account,
) -> WeightSet:
    """Keep weights under a name; the same name again replaces them.

    Raises:
        InputError: ``EVA-514`` no name, ``EVA-515`` too many, ``EVA-507`` an unknown code, ``EVA-010`` no framework.
    """
    called = one_line(name, limit=60)
    if not called:
        raise InputError("EVA-514", _("请给权重方案起个名字"), _("例如“重创新”"), {"field": "name"})
    framework = framework_of(scheme.nodes)
    unknown = sorted(set(weights) - set(framework.weights()))
    if unknown:
        raise InputError(
            "EVA-507",
            _("评价体系里没有“%(codes)s”") % {"codes": "、".join(unknown)[:80]},
            _("请刷新页面后重试"),
            {"codes": unknown},
        )
    framework.with_weights(weights)
    own = WeightSet.objects.filter(made_by=by)
    if own.exclude(scheme=scheme, name=called).count() >= MOST:
        raise InputError(
            "EVA-515",
            _("最多保存%(most)d个权重方案") % {"most": MOST},
            _("请先删除不用的方案"),
            {"field": "name"},
        )
    made, _new = WeightSet.objects.update_or_create(
        scheme=scheme,
        made_by=by,
        name=called,
        defaults={
            "weights": [[code, weights[code]] for code in sorted(weights)],
            "organisation": organisation,
        },
    )
    note(f"保存权重方案：{made}", about=made)
    return made


@command(VIEW, on="weight_set")
def remove(*, weight_set: WeightSet, by: Account) -> None:
    """Take a weight set away; only who saved it can.

    Raises:
        InputError: ``EVA-516`` it is somebody else's.
    """
    if weight_set.made_by_id != by.pk:
        raise InputError(
            "EVA-516", _("这是别人保存的方案"), _("只能删除自己保存的方案"), {"status": 403}
        )
    note(f"删除权重方案：{weight_set}", about=weight_set)
    weight_set.delete()
