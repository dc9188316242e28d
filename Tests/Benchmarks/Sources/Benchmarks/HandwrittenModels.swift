import Foundation

// Handwritten models for the same JSON: fixed properties, unknown members dropped.

struct HandwrittenScheduleList: Codable {
    var schedules: [HandwrittenSchedule]
    var workerId: String
}

enum HandwrittenSchedule: Codable {
    struct Scheduled: Codable {
        var id: String
        var budget: HandwrittenBudget
        var input: String
        var nextRunAt: Date
        var type: String
    }

    struct Delayed: Codable {
        var id: String
        var budget: HandwrittenBudget
        var delayInSeconds: Int
        var input: String
        var nextRunAt: Date
        var type: String
    }

    struct Cron: Codable {
        var id: String
        var budget: HandwrittenBudget
        var cron: String
        var input: String
        var nextRunAt: Date
        var type: String
    }

    struct Interval: Codable {
        var id: String
        var budget: HandwrittenBudget
        var input: String
        var intervalSeconds: Int
        var nextRunAt: Date
        var type: String
    }

    case scheduled(Scheduled)
    case delayed(Delayed)
    case cron(Cron)
    case interval(Interval)

    private enum Key: String, CodingKey { case type }
    private enum Kind: String, Codable { case scheduled, delayed, cron, interval }

    init(from decoder: any Decoder) throws {
        switch try decoder.container(keyedBy: Key.self).decode(Kind.self, forKey: .type) {
        case .scheduled: self = .scheduled(try Scheduled(from: decoder))
        case .delayed: self = .delayed(try Delayed(from: decoder))
        case .cron: self = .cron(try Cron(from: decoder))
        case .interval: self = .interval(try Interval(from: decoder))
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .scheduled(let member): try member.encode(to: encoder)
        case .delayed(let member): try member.encode(to: encoder)
        case .cron(let member): try member.encode(to: encoder)
        case .interval(let member): try member.encode(to: encoder)
        }
    }
}

enum HandwrittenBudget: String, Codable { case low, standard, high, unlimited }

struct HandwrittenWorker: Codable {
    struct Message: Codable {
        struct Part: Codable {
            var type: String
            var text: String
        }

        var id: String
        var role: String
        var parts: [Part]
    }

    struct Output: Codable {
        struct Content: Codable {
            var text: String
            var type: String
        }

        var id: String
        var content: [Content]
        var role: String
        var status: String
        var type: String
    }

    var id: String
    var createdAt: Int?
    var messages: [Message]
    var object: String
    var output: [Output]
    var outputText: String
    var running: Bool
    var status: String

    private enum CodingKeys: String, CodingKey {
        case id, messages, object, output, running, status
        case createdAt = "created_at"
        case outputText = "output_text"
    }
}

struct HandwrittenCreateSchedule: Codable {
    struct When: Codable {
        var type: String
        var date: Date
    }

    var input: String
    var when: When
    var budget: HandwrittenBudget?
}
