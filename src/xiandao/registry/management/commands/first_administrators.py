"""``xiandao manage first_administrators``: begin a new installation."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from xiandao.registry.commands import bootstrap, organisations
from xiandao.terms.error import XiandaoError


class Command(BaseCommand):
    """Creates the province of a pack and its three administrators, and prints their temporary passwords once."""

    help = "载入省份包，建立系统、安全、审计三个管理员账号，并显示一次临时密码"

    def add_arguments(self, parser: CommandParser) -> None:
        """Say which pack."""
        parser.add_argument(
            "--pack", default=settings.XIANDAO_PACK, help="省份包的名称，默认为设置中的省份包"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Create and print."""
        try:
            issued = bootstrap.first_administrators(options["pack"])
            organisations.load_pack(options["pack"], by=issued["system_admin"].account)
        except XiandaoError as error:
            raise CommandError(str(error)) from None
        for one in issued.values():
            name, role = one.account.username, one.account.display_name
            self.stdout.write(f"{role}  账号 {name}  临时密码 {one.password}")
        self.stdout.write("临时密码只显示这一次，首次登录须修改。")
