#if canImport(Glibc)
import CHandingerCurl
import Glibc
import Testing

@testable import APIRuntime

/// The epoll registrations of libcurl's sockets, whose numbers the system assigns again.
@Suite struct CurlSocketsTests {
    private let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    /// Stands for a transfer; never dereferenced.
    private let transfer = CurlEasyHandle(bitPattern: 8)
    private static let input: Int32 = 1

    @Test func aPoolDoesNotForgetTheSocketOfAnother() throws {
        let sockets = CurlSockets(epoll: epoll)
        let (transfer, socket) = (try #require(transfer), try pair())
        sockets.watch(socket.near, Self.input, for: transfer, in: 1)
        sockets.release(socket.near, by: transfer, in: 1)

        let other = try replace(socket)
        sockets.open(other.near, for: transfer, in: 2)
        sockets.watch(other.near, Self.input, for: transfer, in: 2)
        sockets.settle()
        sockets.forget(socket.near, in: 1)
        #expect(send(other.far, "x", 1, Int32(MSG_NOSIGNAL)) == 1)
        #expect(readyPools() == [2])
        #expect(sockets.isInUse(other.near, in: 1) == nil)
        #expect(sockets.isInUse(other.near, in: 2) == true)
        [other.near, other.far, epoll].forEach { close($0) }
    }

    @Test func aNewSocketIsWatchedLikeTheEarlierOneOfItsNumber() throws {
        let sockets = CurlSockets(epoll: epoll)
        let (transfer, socket) = (try #require(transfer), try pair())
        sockets.watch(socket.near, Self.input, for: transfer, in: 1)

        let other = try replace(socket)
        sockets.open(other.near, for: transfer, in: 1)
        #expect(send(other.far, "x", 1, Int32(MSG_NOSIGNAL)) == 1)
        #expect(readyPools() == [1])
        [other.near, other.far, epoll].forEach { close($0) }
    }

    private func pair() throws -> (near: Int32, far: Int32) {
        var descriptors: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        try #require(socketpair(AF_UNIX, kind, 0, &descriptors) == 0)
        return (descriptors[0], descriptors[1])
    }

    /// Closes a pair and makes another whose near end has the same number, in one step: other tests open descriptors too.
    private func replace(_ pair: (near: Int32, far: Int32)) throws -> (near: Int32, far: Int32) {
        let new = try self.pair()
        try #require(dup2(new.near, pair.near) == pair.near)
        close(new.near)
        close(pair.far)
        return (pair.near, new.far)
    }

    /// The pools of the sockets that epoll reports.
    private func readyPools() -> [Int] {
        var events = [epoll_event](repeating: epoll_event(), count: 8)
        let count = epoll_wait(epoll, &events, 8, 0)
        return events.prefix(Int(max(count, 0))).map { CurlSockets.origin(of: $0).pool }
    }
}
#endif
