"""What tests of candidacies lean on: a zone that fills in, and an item filled whole."""

from django.core.files.uploadedfile import SimpleUploadedFile

from xiandao.evaluate.methods.readiness_book import rule_of


def opened(world, *, by=None, at=None, title="澜州市量子科技未来产业先导区"):
    """Begin a candidacy of the first zone."""
    from xiandao.evaluate.commands import candidacies

    return candidacies.open_candidacy(
        organisation=at or world.zone_1, title=title, by=by or world.zone_reporter
    )  # fmt: skip


def paper(name="批复文件.txt"):
    """Return a paper as it is uploaded."""
    return SimpleUploadedFile(name, f"{name}的内容".encode())


def fill(made, code, value, *, by, uploads=()):
    """Fill in one item."""
    from xiandao.evaluate.commands import candidacies

    return candidacies.claim(
        candidacy=made, code=code, value=value, uploads=uploads, version=made.version, by=by
    )


def fill_all(made, *, by):
    """Fill in every item with what is needed; one document serves as evidence of all."""
    from xiandao.casework.commands import evidence
    from xiandao.evaluate.models import Claim

    (shown,) = evidence.store([paper()], by=by)
    for condition in rule_of(made.rule).conditions:
        for item in condition.items:
            Claim.objects.create(
                candidacy=made, code=item.code, value=item.needed, made_by=by
            ).documents.add(shown)
    return made


def submitted(world, **told):
    """Hand in a whole candidacy of the first zone."""
    from xiandao.evaluate.commands import candidacies

    made = fill_all(opened(world, **told), by=world.zone_reporter)
    return candidacies.submit(candidacy=made, version=made.version, by=world.zone_reporter)
