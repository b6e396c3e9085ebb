"""CPU seconds of the policy reader at 10^3 … 10^6 characters, beside a bare pass of its number pattern."""

import subprocess
import sys
import time
from collections.abc import Callable

PARAGRAPH = (
    "（一）建设平台。到2027年，新建中试平台50个左右，累计达到80个，培育独角兽企业不少于15家、“小巨人”企业超过200家，"
    "产业规模突破3000亿元，占比提高到七成，形成一批标志性成果，支持高校院所与企业共建创新联合体，推动技术转化和应用示范。"
    "（省科技厅牵头，省发展改革委、经信厅、财政厅按职责分工负责）\n"
)
SIZES = (1_000, 10_000, 20_000, 100_000, 1_000_000)
CPU_LINE = "import time; import xiandao.policy.methods.reading; print(f'{time.process_time():.3f}')"


def seconds(action: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    begin = time.process_time()
    action()
    return time.process_time() - begin


def main() -> None:
    """Print the figures as a table."""
    started = subprocess.run(
        [sys.executable, "-c", CPU_LINE], capture_output=True, text=True, check=True
    )
    print(f"interpreter and import: {started.stdout.strip()} s CPU")
    from xiandao.policy.methods.amounts import find_amounts
    from xiandao.policy.methods.folding import fold
    from xiandao.policy.methods.reading import read

    read("一、目标\n" + PARAGRAPH)
    print(f"{'characters':>12} {'reader s':>10} {'µs/char':>9} {'pattern only s':>15}")
    for size in SIZES:
        text = "一、目标\n" + (PARAGRAPH * (size // len(PARAGRAPH) + 1))[: size - 5]
        whole = seconds(lambda text=text: read(text))
        folded = fold(text).text
        bare = seconds(lambda folded=folded: list(find_amounts(folded)))
        print(f"{size:>12,} {whole:>10.3f} {whole / size * 1e6:>9.2f} {bare:>15.3f}")


if __name__ == "__main__":
    main()
