"""A declaration is refused, with file and line, unless every stage can be reached and left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.casework.methods.declarations import DeclarationError, lint, parse
from xiandao.casework.methods.stages import next_transitions, reachable

SOUND = """name = "test.permit"
label = "申请"

[[stages]]
name = "open"
label = "待审"
who = "owner"

[[stages]]
name = "done"
label = "已办结"
final = true

[[transitions]]
name = "end"
label = "办结"
from = "open"
to = "done"
"""


def sentences(text):
    return [finding.sentence for finding in lint(text)]


def test_a_sound_declaration_has_no_findings():
    assert lint(SOUND) == ()
    kind = parse(SOUND)
    assert (kind.start, kind.sheet) == ("open", "申请")
    assert kind.transition("end").who == ("owner",)


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ('to = "done"', 'to = "gone"', 14, "不存在的环节“gone”"),
        ('from = "open"', 'from = "begin"', 14, "不存在的环节“begin”"),
        ('who = "owner"', 'who = "boss"', 4, "不认识的办理人“boss”"),
        ('who = "owner"', "", 4, "没有说明由谁办理"),
        ('label = "待审"', "", 4, "缺少 label"),
        ('label = "待审"', 'label = "待审"\ndead_line = 3', 4, "不认识的键“dead_line”"),
        ('who = "owner"', 'who = "owner"\ndeadline_days = 0', 4, "deadline_days 应是正整数"),
        ('who = "owner"', 'who = "owner"\ndeadline_days = true', 4, "deadline_days 的类型不对"),
        ("final = true", 'final = "yes"', 9, "final 的类型不对"),
        ('to = "done"', 'to = "done"\nneeds = ["blood"]', 14, "不认识的要求“blood”"),
        ('to = "done"', 'to = "done"\nneeds = [1]', 14, "needs 的每一项应是文字"),
        ('to = "done"', 'to = "done"\nnot_same_person_as = ["ask"]', 14, "没有这个动作"),
        ('to = "done"', 'to = "done"\nneeds = ["words"]\nbatch = true', 14, "不能批量办理"),
        ('name = "end"', 'name = "remind"', 14, "已有专门含义"),
        ("final = true", 'who = "owner"', 9, "进得去出不来"),
        ("final = true", 'who = "owner"', 0, "没有一个环节是终点"),
        ('label = "申请"', 'label = "申请"\nstart = "nowhere"', 0, "不存在的环节“nowhere”"),
        ('name = "done"', 'name = "open"', 0, "出现了 2 次"),
    ],
)
def test_a_flaw_is_named_with_its_line(old, new, line, word):
    text = SOUND.replace(old, new, 1)
    assert any(finding.line == line and word in finding.sentence for finding in lint(text)), lint(
        text
    )


def test_a_stage_that_no_walk_comes_to_is_refused():
    extra = '\n[[stages]]\nname = "lost"\nlabel = "失联"\nwho = "owner"\n'
    extra += '\n[[transitions]]\nname = "back"\nlabel = "回"\nfrom = "lost"\nto = "done"\n'
    assert sentences(SOUND + extra) == ["从起点“open”走不到环节“lost”"]


def test_two_stages_that_only_lead_to_each_other_are_refused():
    text = SOUND + "".join(
        f'\n[[stages]]\nname = "{one}"\nlabel = "{one}"\nwho = "owner"\n'
        f'\n[[transitions]]\nname = "to_{one}"\nlabel = "去"\nfrom = ["open", "{other}"]\nto = "{one}"\n'
        for one, other in (("left", "right"), ("right", "left"))
    )
    assert sentences(text) == ["从环节“left”走不到任何终点", "从环节“right”走不到任何终点"]


def test_a_step_out_of_a_final_stage_is_refused():
    text = SOUND.replace('from = "open"', 'from = ["open", "done"]').replace(
        'to = "done"', 'to = "done"\nwho = "owner"'
    )
    assert "环节“done”是终点，却还有动作从它出发" in sentences(text)


def test_everything_is_told_together_with_file_and_line():
    text = SOUND.replace('who = "owner"', 'who = "boss"').replace('to = "done"', 'to = "gone"')
    with pytest.raises(DeclarationError) as caught:
        parse(text, source="permit.toml")
    assert caught.value.code == "CAS-001"
    assert [told.split("：")[0] for told in caught.value.details["findings"]] == [
        "permit.toml 第 4 行",
        "permit.toml 第 14 行",
    ]


@pytest.mark.parametrize(
    "text", ["name = ", "stages = 3", "stages = [1]", "", 'stages = "x"\ntransitions = []']
)
def test_what_is_no_declaration_at_all_is_refused_in_words(text):
    with pytest.raises(DeclarationError):
        parse(text)


STAGES = st.integers(2, 6)


@st.composite
def declarations(draw):
    """Declarations over a few stages with random steps; many are unsound, and lint says which."""
    count = draw(STAGES)
    finals = draw(st.integers(1, count - 1))
    stages = [
        f'[[stages]]\nname = "s{n}"\nlabel = "环节{n}"\n'
        + ("final = true" if n >= count - finals else 'who = "owner"')
        for n in range(count)
    ]
    pairs = draw(
        st.lists(
            st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), min_size=1, max_size=14
        )
    )
    steps = [
        f'[[transitions]]\nname = "t{n}"\nlabel = "走"\nfrom = "s{a}"\nto = "s{b}"\nwho = "owner"'
        for n, (a, b) in enumerate(pairs)
    ]
    return "\n".join(['name = "test.walk"', 'label = "走"', *stages, *steps])


@given(declarations(), st.randoms(use_true_random=False))
def test_a_walk_over_a_linted_kind_ends_at_a_final_stage_or_can_move_on(text, random):
    if lint(text):
        return
    kind = parse(text)
    stage = kind.start
    for _step in range(50):
        if kind.stage(stage).is_final:
            assert next_transitions(kind, stage) == ()
            return
        assert any(kind.stage(name).is_final for name in reachable(kind, stage))
        stage = random.choice(next_transitions(kind, stage)).to


@given(declarations())
def test_a_refused_walk_has_a_reason_and_an_accepted_one_reaches_every_stage(text):
    if not lint(text):
        kind = parse(text)
        assert reachable(kind, kind.start) == set(kind.stages)
