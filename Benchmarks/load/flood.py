"""flood.py PORT PATH CONNECTIONS SECONDS: keeps one request under way on each connection.

The connections come from eight loopback addresses. Prints how many requests were answered with
200, with 503, and otherwise or not at all.
"""

import selectors
import socket
import sys
import time


def connect(port, number):
    client = socket.socket()
    client.bind((f"127.0.0.{2 + number % 8}", 0))
    client.connect(("127.0.0.1", port))
    client.setblocking(False)
    return client


def main():
    port, path, count, seconds = (int(sys.argv[1]), sys.argv[2], int(sys.argv[3]),
                                  float(sys.argv[4]))
    request = f"GET {path} HTTP/1.1\r\nHost: load\r\n\r\n".encode()
    selector = selectors.EpollSelector()
    served = refused = broken = 0
    waiting = {}
    for number in range(count):
        client = connect(port, number)
        selector.register(client, selectors.EVENT_READ, number)
        waiting[client] = b""
        client.send(request)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for key, _ in selector.select(0.1):
            client = key.fileobj
            try:
                data = waiting[client] + client.recv(65536)
            except BlockingIOError:
                continue
            except OSError:
                data = b""
            head, separator, body = data.partition(b"\r\n\r\n")
            if separator:
                size = int(head.lower().partition(b"content-length:")[2].split()[0])
                if len(body) < size:
                    waiting[client] = data
                    continue
                status = head[9:12]
                served += status == b"200"
                refused += status == b"503"
                broken += status not in (b"200", b"503")
                if b"connection: close" not in head.lower():
                    waiting[client] = b""
                    client.send(request)
                    continue
            elif data and data != waiting[client]:
                waiting[client] = data
                continue
            else:
                broken += 1
            selector.unregister(client)
            client.close()
            del waiting[client]
            client = connect(port, key.data)
            selector.register(client, selectors.EVENT_READ, key.data)
            waiting[client] = b""
            client.send(request)
    print(served, refused, broken)


if __name__ == "__main__":
    main()
