"""How many certificates a second, over a long run, by one process and by two.

The processes begin anew, so this module loads nothing of the portal before they have set it up.
"""

import multiprocessing
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

SAMPLE = 60  # of the plain loop: it needs a fifth of a second each
BATCH = 16
WAYS = (("plain", 1), ("ours", 1), ("ours", 2))

_gate = None


@dataclass(frozen=True)
class Run:
    """What one process did, after one certificate to warm up."""

    count: int
    seconds: float
    cpu: float
    memory: float  # MB at the most
    size: int  # bytes of all


def table(count: int) -> list[str]:
    """Lines of the long run: `count` certificates each way, the plain loop by a sample."""
    from bench.certificates import Key, photograph

    photo, key, sample = photograph(), Key.new(), min(count, SAMPLE)
    lines = [f"{count} 张证书（照片 {len(photo) // 1024} KB；逐张方式取 {sample} 张）"]
    for more in ("", " signed"):
        plain: list[Run] = []
        for who, processes in WAYS:
            given = (key.private, key.chain, photo)
            many = sample if who == "plain" else count
            runs = measure(who + more, many, processes, given)
            plain = plain or runs
            title = f"{'本系统' if who == 'ours' else '逐张'}{'签名' if more else '不签名'}"
            lines.append(_line(title, runs, plain))
    return lines


def measure(title: str, count: int, processes: int, given: tuple) -> list[Run]:
    """So many certificates by so many processes at once; `given` is of `_work`."""
    context, share = multiprocessing.get_context("spawn"), count // processes
    gate = context.Barrier(processes)
    with ProcessPoolExecutor(processes, context, _begin, (gate,)) as pool:
        parts = [pool.submit(_work, title, 1 + at * share, share, given) for at in range(processes)]
        return [part.result() for part in parts]


def _begin(gate) -> None:
    global _gate  # noqa: PLW0603 a gate is handed to a process when it begins, or never
    _gate = gate


def _work(title: str, first: int, count: int, given: tuple) -> Run:
    import django

    django.setup()
    from bench.certificates import Key, contents, way

    private, chain, photo = given
    make = way(title, photo, Key(private, chain))
    make(contents(1, first))
    _gate.wait()
    begun, used, size = time.perf_counter(), time.process_time(), 0
    for at in range(0, count, BATCH):
        size += sum(map(len, make(contents(min(BATCH, count - at), first + at))))
    seconds, cpu = time.perf_counter() - begun, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Run(count, seconds, cpu, memory, size)


def each(runs: list[Run]) -> tuple[float, float]:
    """Seconds a certificate, as the clock goes and as processors were used. On a busy machine the
    second tells more."""
    done = sum(run.count for run in runs)
    return max(run.seconds for run in runs) / done, sum(run.cpu for run in runs) / done


def _line(title: str, runs: list[Run], plain: list[Run]) -> str:
    (clock, cpu), (plain_clock, plain_cpu) = each(runs), each(plain)
    size = sum(run.size for run in runs) / sum(run.count for run in runs)
    memory = max(run.memory for run in runs)
    return (
        f"  {title}，{len(runs)} 个进程：每秒 {1 / clock:.0f} 张，每张 {clock * 1000:.1f} 毫秒"
        f"（处理器 {cpu * 1000:.1f} 毫秒），内存峰值每进程 {memory:.0f} MB，"
        f"每张 {size / 1024:.0f} KB；"
        f"快 {plain_clock / clock:.1f} 倍（按处理器 {plain_cpu / cpu:.1f} 倍）"
    )
