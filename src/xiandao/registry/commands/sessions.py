"""Sessions: signing in and out, and the attempts that failed, leave their trace."""

from xiandao.registry.commands import audit
from xiandao.registry.commands.acting import caller_address, command, note
from xiandao.registry.methods.wording import storable
from xiandao.registry.models import Account


@command(None)
def sign_in(*, by: Account) -> None:
    """Remember the sign-in before this one, so that its holder can be shown it."""
    Account.objects.filter(pk=by.pk).update(previous_login=by.last_login)
    note("登录", about=by)


@command(None)
def sign_out(*, by: Account, why: str = "") -> None:
    """Record the end of a session."""
    note(f"退出登录（{why}）" if why else "退出登录", about=by)


def refused(username: str, *, locked: bool = False) -> None:
    """Record a failed attempt; an unknown name is not kept, people mistype their password into it."""
    account = Account.objects.filter(username=storable(username[:60])).first()
    summary = "登录失败次数过多，已锁定" if locked else "登录失败"
    audit.append(
        "sessions.locked" if locked else "sessions.refused",
        account=account,
        summary=summary if account else f"{summary}（账号不存在）",
        address=caller_address(),
        succeeded=False,
    )


def page_refused(*, by: Account, permission: str, address: str) -> None:
    """Record that somebody asked for a page that is not for them."""
    audit.append(
        permission or "page",
        account=by,
        summary=f"无权打开页面，已拒绝：{address}",
        address=caller_address(),
        succeeded=False,
    )
