"""A load on a server of this machine: a few connections that stay open, each asking again as soon as it is answered."""

import socket
from threading import Thread
from time import perf_counter
from typing import Self


class Connection:
    """One keep-alive HTTP/1.1 connection that counts whole answers."""

    def __init__(self, port: int, path: str, headers: dict[str, str]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
        self.request = ("\r\n".join(lines) + "\r\n\r\n").encode()
        self.buffer = bytearray(1 << 20)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def ask(self) -> tuple[int, dict[str, str], int]:
        """Status, headers and the octets of the body, which is read and thrown away."""
        self.socket.sendall(self.request)
        head = b""
        while b"\r\n\r\n" not in head:
            head += self._some()
        top, _, rest = head.partition(b"\r\n\r\n")
        status, *lines = top.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", 0))
        missing = length - len(rest)
        while missing > 0:
            missing -= self.socket.recv_into(self.buffer, min(missing, len(self.buffer)))
        return int(status.split()[1]), headers, length

    def _some(self) -> bytes:
        found = self.socket.recv(65536)
        if not found:
            raise ConnectionError("the server hung up")
        return found


def rate(port: int, path: str, *, seconds: float, headers: dict[str, str] | None = None, status: int = 200) -> float:
    """Answers a second over four connections; any other status is an error."""
    counts: list[int] = []

    def work() -> None:
        count, end = 0, perf_counter() + seconds
        with Connection(port, path, headers or {}) as connection:
            while perf_counter() < end:
                answered = connection.ask()[0]
                if answered != status:
                    raise AssertionError(f"{path} was answered {answered}, not {status}")
                count += 1
        counts.append(count)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counts) == len(threads), "a connection failed"
    return sum(counts) / seconds
