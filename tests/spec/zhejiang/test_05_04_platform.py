"""Z五(四) 未来产业子系统专业平台: the navigation is the sentence of the paper."""

import re

from tests.spec.marks import row


@row("Z65")
def test_the_navigation_is_the_sentence_of_the_paper(confirmed):
    site = confirmed("zhejiang")
    (sentence,) = re.findall(
        r"形成即时(..)、科学(..)、主动(..)、高效(..)、智能(..)的管理形态", site.paper.text
    )
    page = site.browser.get("/").content.decode()
    top = re.search(r"<nav[^>]*主导航.*?</nav>", page, re.DOTALL).group(0)
    words = [
        word for word in re.findall(r"[一-龥]{2}", re.sub(r"<[^>]+>", " ", top)) if word in sentence
    ]
    assert tuple(dict.fromkeys(words)) == sentence
    for word in ("sense", "decide", "serve", "operate", "supervise"):
        assert site.browser.get(f"/w/{word}").status_code == 200
