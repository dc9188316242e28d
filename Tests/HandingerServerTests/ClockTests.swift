import Foundation
import HandingerTestSupport
import Testing

@testable import HandingerServer

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct ClockTests {
    @Test func manualClockAdvancesOnlyOnRequest() async throws {
        let clock = ManualClock()
        let start = clock.now
        #expect(start == clock.now)
        try await clock.sleep(until: start)
        let sleeps = [10, 5, 0].map { seconds in
            Task { try await clock.sleep(until: start.addingTimeInterval(seconds)) }
        }
        clock.advance(by: .seconds(5))
        for sleep in sleeps.dropFirst() { try await sleep.value }
        #expect(clock.now == start.addingTimeInterval(5))
        clock.advance(by: .seconds(5))
        try await sleeps[0].value
    }

    @Test(arguments: [ManualClock() as any ServerClock, SystemClock()])
    func cancellationEndsASleep(clock: any ServerClock) async {
        let sleep = Task { try await clock.sleep(for: .seconds(100_000)) }
        sleep.cancel()
        await #expect(throws: CancellationError.self) { try await sleep.value }
    }

    @Test func systemClockDoesNotWaitForPastTimes() async throws {
        try await SystemClock().sleep(until: .distantPast)
    }

    @Test func identifiersSortByAge() {
        let ids = [0, 1, 1_000, 1_700_000_000, 9_999_999_999].map { ULID.make(at: Date(timeIntervalSince1970: $0)) }
        #expect(ids == ids.sorted())
        #expect(ids[0].hasPrefix("0000000000") && ids.allSatisfy { $0.count == 26 })
        // The example of the specification, 01ARZ3NDEKTSV4RRFFQ69G5FAV, has this time.
        #expect(ULID.make(at: Date(timeIntervalSince1970: 1_469_922_850.259)).hasPrefix("01ARZ3NDEK"))
        #expect(Set((0..<1_000).map { _ in ULID.make(at: .distantPast) }).count == 1_000)
    }
}
