"""How points and figures are written in templates."""

from django.template import Context, Template


def shown(text, **said):
    return Template("{% load points %}" + text).render(Context(said))


def test_points_carry_their_sign():
    assert (
        shown("{{ a|signed }} {{ b|signed:1 }} {{ c|signed }}", a=1.204, b=-0.36, c=0)
        == "+1.20 −0.4 0.00"
    )


def test_what_is_no_number_is_left_empty():
    assert shown("{{ a|signed }}{{ a|figure }}", a=None) == ""


def test_a_figure_has_the_decimals_that_its_size_bears():
    assert shown(
        "{{ a|figure }} {{ b|figure }} {{ c|figure }}", a=2464.11, b=12.3456, c=0.03264
    ) == ("2,464.1 12.35 0.0326")
