import Foundation
import Handinger
import HandingerServer
import Notes
import Screen

// Calls the API in memory as a user would, and decodes a schedule.
try await LocalServer.withServer { server in
    let client = try HandingerClient(apiKey: server.apiKey, baseURL: server.baseURL.absoluteString)
    let worker = try await client.workers.create(input: "Water the plants")
    let made = try await client.workers.schedules.create(
        workerID: worker.id,
        input: "Again",
        when: .cron("0 9 * * 1")
    )
    let listed = try await client.workers.schedules.list(workerID: worker.id).schedules
    guard case .cron(let schedule) = listed.first, schedule.id == made.id, schedule.nextRunAt > Date() else {
        fatalError("the schedule came back as \(listed)")
    }
    print("cron", schedule.cron, schedule.nextRunAt)

    let screen = await WorkerScreen(client: client)
    try await screen.run("Water the flowers")
    let (lines, watered) = await (screen.lines, screen.worker)
    precondition(lines.last == "no schedule" && lines.contains("done") && watered?.isFinished == true, "\(lines)")
    print("screen", lines.count > 2)
}

let note = try JSONCoding.decode(Note.self, from: Array(#"{"text": "x", "more": 1}"#.utf8))
precondition(note.additionalProperties["more"] == 1)
print("note", note.text)
