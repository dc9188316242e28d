import APIRuntime
import Foundation
import Handinger

/// Generated models compared with handwritten structs for the same JSON.
struct CodingBenchmark {
    func figures() throws -> [Figure] {
        let schedules = Array(Self.schedules.utf8)
        let worker = Array(Self.worker.utf8)
        return [
            try decoding("1,000 schedules of 4 kinds", schedules, ScheduleList.self, HandwrittenScheduleList.self),
            try decoding("a worker with 1,000 messages", worker, Worker.self, HandwrittenWorker.self),
            try encoding(),
        ]
    }

    private func decoding<Generated: Decodable, Handwritten: Decodable>(
        _ name: String,
        _ bytes: [UInt8],
        _ generated: Generated.Type,
        _ handwritten: Handwritten.Type
    ) throws -> Figure {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        let times = try seconds([
            { keep(try JSONCoding.decode(generated, from: bytes)) },
            { keep(try decoder.decode(handwritten, from: Data(bytes))) },
        ])
        return .time("decode \(name)", times[0], floor: times[1], "written by hand", target: 1)
    }

    private func encoding() throws -> Figure {
        let date = Date(timeIntervalSince1970: 1_790_000_000)
        let generated = CreateSchedule(input: "Daily report", when: .scheduled(date: date), budget: .low)
        let handwritten = HandwrittenCreateSchedule(
            input: "Daily report",
            when: .init(type: "scheduled", date: date),
            budget: .low
        )
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        let times = try seconds([
            { for _ in 0..<1_000 { keep(try JSONCoding.encode(generated)) } },
            { for _ in 0..<1_000 { keep(try encoder.encode(handwritten)) } },
        ])
        return .time("encode 1,000 request bodies", times[0], floor: times[1], "written by hand", target: 1.2)
    }

    // MARK: - Inputs

    private static var schedules: String {
        let kinds = [
            #""type":"scheduled""#, #""type":"delayed","delayInSeconds":60"#, #""type":"cron","cron":"0 9 * * 1""#,
            #""type":"interval","intervalSeconds":3600"#,
        ]
        let items = (0..<1_000).map { index in
            let minute = String(format: "%02d", index % 60)
            return #"{"id":"sch_\#(index)","budget":"low","input":"Write the daily report number \#(index)","#
                + #""nextRunAt":"2026-11-21T09:\#(minute):00Z",\#(kinds[index % 4])}"#
        }
        return #"{"schedules":[\#(items.joined(separator: ","))],"workerId":"wrk_1"}"#
    }

    private static var worker: String {
        let messages = (0..<1_000).map { index in
            #"{"id":"msg_\#(index)","role":"assistant","parts":[{"type":"text","#
                + #""text":"The answer to question \#(index) is somewhere in these words."}]}"#
        }
        let output = (0..<20).map { index in
            #"{"id":"out_\#(index)","content":[{"text":"Done.","type":"output_text"}],"role":"assistant","#
                + #""status":"completed","type":"message"}"#
        }
        return
            #"{"id":"wrk_1","created_at":1790000000,"error":null,"files":[],"incomplete_details":null,"metadata":{},"#
            + #""messages":[\#(messages.joined(separator: ","))],"object":"worker","#
            + #""output":[\#(output.joined(separator: ","))],"output_text":"Done.","running":false,"sources":[],"#
            + #""status":"completed"}"#
    }
}
