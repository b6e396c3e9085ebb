"""评价体系: drafts that are thrown away, recipes that leave as files."""

from django.urls import reverse

from xiandao.evaluate.methods.recipe_reading import recipe_of
from xiandao.evaluate.models import Scheme

RAW = ["60", "2", "1", "1", "40", "1", "1", "1"]


def text(response):
    return response.content.decode()


def url(name, *args):
    return reverse(name, args=args)


def test_a_draft_is_deleted_from_its_page_by_its_keeper_alone(world, sign_in):
    analyst = sign_in(world.analyst)
    told = {"act": "draft", "version": "2027", "reason": "论证会", "w": RAW}
    analyst.post(url("eva_scheme", world.scheme.pk), told)
    made = Scheme.objects.get(version="2027")
    page = url("eva_scheme", made.pk)
    assert "确认删除" in text(analyst.get(page))
    assert "确认删除" not in text(sign_in(world.leader).get(page))
    assert "确认删除" not in text(analyst.get(url("eva_scheme", world.scheme.pk)))
    assert sign_in(world.leader).post(page, {"act": "remove"}).status_code == 403
    assert analyst.post(page, {"act": "remove"}).status_code == 302
    assert analyst.post(url("eva_scheme", world.scheme.pk), {"act": "remove"}).status_code == 409
    assert list(Scheme.objects.all()) == [world.scheme]


def test_the_recipe_as_toml_is_the_recipe_as_json(world, sign_in):
    client = sign_in(world.viewer)
    files = [
        client.get(url("eva_scheme_file", world.scheme.pk, kind)).content
        for kind in ("toml", "json")
    ]
    assert dict(recipe_of(files[0]).data) == dict(recipe_of(files[1]).data)
    assert files[0].startswith(b"title")
