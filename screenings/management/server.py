"""The server process: granian with one listening socket, which the parent keeps. `server_start.exec_server` starts it.

Without Django: what a worker needs, it imports itself, so that a new worker runs the code as it is now.
"""

import socket
from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any, Final

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.net import SocketSpec
from granian.server.mp import MPServer

TO_START: Final = 25.0  # seconds


class SteadyServer(MPServer):
    """Visitors wait in the socket's queue while a worker that was killed is replaced.

    On Linux granian gives each worker a socket of its own, which goes with it: with one worker everybody is refused
    until the next one listens, with several all who queued at the dead one are cut off. And it gives up where a worker
    ends again within 5.5 seconds, also where it was killed; here only where it ended by itself: when it cannot start.
    """

    def _init_shared_socket(self) -> None:
        if self.bind_uds:
            super()._init_shared_socket()
            return
        self._ssp = None
        holder = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        shared = socket.socket(fileno=holder.get_fd())
        shared.set_inheritable(True)
        self._shd, self._sso = holder, shared  # type: ignore[assignment]  # granian says too little of its own attribute

    def _respawn_workers(self, workers: list[int], *args: Any, **kwargs: Any) -> None:
        ended = [index for index in workers if (self.wrks[index].inner.exitcode or 0) > 0]
        super()._respawn_workers(workers, *args, **kwargs)
        for index in workers:
            # It measures from here. On a busy machine a worker takes longer than that to find that it cannot start.
            self.respawned_wrks.pop(index, None)
            if index in ended:
                self.respawned_wrks[index] = monotonic() + TO_START


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("target")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--uds", type=Path)
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--stop-seconds", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    SteadyServer(
        given.target,
        address=given.host,
        port=given.port,
        uds=given.uds,
        interface=Interfaces.WSGI,
        websockets=False,
        workers=given.workers,
        blocking_threads=given.threads,
        respawn_failed_workers=True,
        # granian's worker can hang in its signal handler when a stop signal reaches it and its parent at once.
        workers_kill_timeout=given.stop_seconds,
        working_dir=given.folder,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    main()
