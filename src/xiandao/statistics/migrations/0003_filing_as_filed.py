"""What was filed is kept while a return that was sent back is being mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations, models

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FOUND = ("rule", "severity", "item", "items", "message", "message_en", "needs_explanation")


def keep(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give every return that is sent back now the values it had been filed with: what changed since is undone."""
    Filing = apps.get_model("statistics", "Filing")
    for filing in Filing.objects.filter(stage="returned").iterator(chunk_size=500):
        event = filing.events.filter(transition="return").order_by("-at", "-pk").first()
        if event is None:
            continue
        values = dict(filing.values)
        later = list(filing.changes.filter(at__gt=event.at).order_by("-at", "-pk"))
        for change in later:
            values[change.item] = change.before or None
        # Words and findings have no history: they are shown only where nothing can have changed them.
        is_untouched = filing.updated_at <= event.at
        filing.as_filed = {
            "values": {name: value for name, value in values.items() if value is not None},
            "explanations": filing.explanations if is_untouched else {},
            "people": filing.people if is_untouched else {},
            "has_consent": filing.has_consent and is_untouched,
            "changes_since_approval": max(filing.changes_since_approval - len(later), 0),
            "hint_count": filing.hint_count if is_untouched else 0,
            "findings": list(filing.findings.values(*FOUND)) if is_untouched else [],
        }
        # Past auto_now: the return did not change.
        Filing.objects.filter(pk=filing.pk).update(as_filed=filing.as_filed)


class Migration(migrations.Migration):
    dependencies = [("statistics", "0002_unit_sheet")]

    operations = [
        migrations.AddField(
            model_name="filing",
            name="as_filed",
            field=models.JSONField(blank=True, default=dict, verbose_name="退回时的填报"),
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
