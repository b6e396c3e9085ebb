"""Public documents are everybody's, internal ones the line's, sensitive ones the grant's."""

import pytest

from xiandao.registry.commands import documents as commands
from xiandao.registry.queries import documents


@pytest.fixture
def kept(province, body, appoint, settings, tmp_path):
    """A document of every grade, of 澜州市."""
    settings.XIANDAO_DOCUMENTS = tmp_path
    owner = appoint("owner", body("澜州市"), "officer")
    return {
        grade: commands.store(
            data=f"{grade}".encode(), name=f"{grade}.txt", organisation=body("澜州市"), grade=grade,
            by=owner,
        )
        for grade in ("public", "internal", "sensitive")
    }  # fmt: skip


ALL, LINE, OPEN = {"public", "internal", "sensitive"}, {"public", "internal"}, {"public"}


@pytest.mark.parametrize(
    ("home", "role", "over", "seen"),
    [
        ("澜州市", "officer", "澜州市", ALL),
        ("省经信厅", "leader", "省政府", ALL),
        ("镜澜区", "officer", "镜澜区", LINE),
        ("澜州市", None, None, LINE),
        ("澜州市", "viewer", "澜州市", LINE),
        ("省财政厅", "viewer", "省政府", LINE),
        ("省财政厅", "viewer", "省财政厅", OPEN),
        ("东屿市", "officer", "东屿市", OPEN),
        ("省经信厅", "officer", "省经信厅", OPEN),
        ("省政府", "leader", "东屿市", OPEN),
        ("省政府", "audit_admin", "省政府", OPEN),
        ("省政府", "system_admin", "省政府", OPEN),
    ],
)
def test_who_sees_which_grade(kept, body, appoint, home, role, over, seen):
    reader = appoint("reader", body(home), role, body(over) if over else None)
    visible = {document.grade for document in documents.visible_to(reader)}
    assert visible == seen
    for grade, document in kept.items():
        assert documents.may_open(reader, document) is (grade in seen)


def test_a_disabled_account_sees_nothing(kept, body, appoint):
    reader = appoint("reader", body("澜州市"), "officer")
    reader.is_active = False
    assert not documents.visible_to(reader).exists()
