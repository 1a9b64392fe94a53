"""Several who do something at the same moment."""

import threading
from collections.abc import Callable


def at_once(work: Callable[[int], None], workers: int) -> list[Exception]:
    """Lets all workers start together; gives what they raised."""
    start = threading.Barrier(workers)
    raised: list[Exception] = []

    def run(worker: int) -> None:
        start.wait()
        try:
            work(worker)
        except Exception as error:  # noqa: BLE001 - handed to the test
            raised.append(error)

    threads = [threading.Thread(target=run, args=(worker,)) for worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised
