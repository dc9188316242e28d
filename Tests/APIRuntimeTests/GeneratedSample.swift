// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// A sample of generated code in one file, which the tests compile and run.

@_spi(Generated) import APIRuntime
import Foundation

// ───────────── Models.swift

// MARK: - Budget

/// How much work a worker may do.
///
/// `#/components/schemas/Budget`
struct Budget: ExtensibleEnum {
    let rawValue: String

    init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// `low`
    static let low = Budget(rawValue: "low")
    static let standard = Budget(rawValue: "standard")

    /// The values that the document lists.
    static let knownValues: [Budget] = [.low, .standard]
}

// MARK: - CreateWorker

struct CreateWorker: Hashable, Sendable {
    /// The instruction.
    var input: String
    var budget: Budget?
    var stream: Bool?
    /// Properties that the document does not name; they are kept and encoded again.
    var additionalProperties: [String: JSONValue]

    init(
        input: String,
        budget: Budget? = nil,
        stream: Bool? = nil,
        additionalProperties: [String: JSONValue] = [:]
    ) {
        self.input = input
        self.budget = budget
        self.stream = stream
        self.additionalProperties = additionalProperties
    }
}

extension CreateWorker: Codable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyCodingKey.self)
        input = try container.decode(String.self, forKey: "input")
        budget = try container.decodeIfPresent(Budget.self, forKey: "budget")
        stream = try container.decodeIfPresent(Bool.self, forKey: "stream")
        additionalProperties = try container.decodeAdditionalProperties(besides: ["input", "budget", "stream"])
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: AnyCodingKey.self)
        try container.encode(input, forKey: "input")
        try container.encodeIfPresent(budget, forKey: "budget")
        try container.encodeIfPresent(stream, forKey: "stream")
        try container.encodeAdditionalProperties(additionalProperties)
    }
}

// MARK: - Worker (excerpt: every kind of property)

struct Worker: Hashable, Sendable {
    var id: String
    var createdAt: Int?
    var error: JSONValue?
    var object: String
    var seen: Date?
    var due: [Date]
    var costs: Nullable<Costs>?
    var parent: Indirect<Worker>?

    var additionalProperties: [String: JSONValue]
    private var _forms = OriginalEncodings()

    struct Costs: Hashable, Sendable, Codable {
        var modelCostUSD: Double

        init(modelCostUSD: Double) {
            self.modelCostUSD = modelCostUSD
        }
    }

    init(
        id: String,
        createdAt: Int?,
        error: JSONValue? = nil,
        object: String = "worker",
        seen: Date? = nil,
        due: [Date] = [],
        costs: Nullable<Costs>? = nil,
        parent: Indirect<Worker>? = nil,
        additionalProperties: [String: JSONValue] = [:]
    ) {
        self.id = id
        self.createdAt = createdAt
        self.error = error
        self.object = object
        self.seen = seen
        self.due = due
        self.costs = costs
        self.parent = parent
        self.additionalProperties = additionalProperties
    }
}

extension Worker: Codable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyCodingKey.self)
        id = try container.decode(String.self, forKey: "id")
        createdAt = try container.decodeRequiredNullable(Int.self, forKey: "created_at")
        error = try container.decodeRequiredNullable(JSONValue.self, forKey: "error")
        object = try container.decode(String.self, forKey: "object")
        seen = try container.decodeCustomCodableIfPresent(Date.self, forKey: "seen", keeping: &_forms)
        due = try container.decodeCustomCodable([Date].self, forKey: "due", keeping: &_forms)
        costs = try container.decodeNullableIfPresent(Costs.self, forKey: "costs")
        parent = try container.decodeIfPresent(Indirect<Worker>.self, forKey: "parent")
        additionalProperties = try container.decodeAdditionalProperties(besides: [
            "id", "created_at", "error", "object", "seen", "due", "costs", "parent",
        ])
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: AnyCodingKey.self)
        try container.encode(id, forKey: "id")
        try container.encode(createdAt, forKey: "created_at")
        try container.encode(error, forKey: "error")
        try container.encode(object, forKey: "object")
        try container.encodeCustomCodableIfPresent(seen, forKey: "seen", as: _forms)
        try container.encodeCustomCodable(due, forKey: "due", as: _forms)
        try container.encodeIfPresent(costs, forKey: "costs")
        try container.encodeIfPresent(parent, forKey: "parent")
        try container.encodeAdditionalProperties(additionalProperties)
    }
}

// ───────────── Unions.swift

// MARK: - When

enum When: Hashable, Sendable {
    case scheduled(ScheduledWhen)
    case delayed(DelayedWhen)
    /// A member unknown to this version, kept as JSON.
    case unknown(JSONValue)
}

extension When {
    static func scheduled(date: Date) -> When {
        .scheduled(ScheduledWhen(date: date))
    }
    static func delayed(delayInSeconds: Int) -> When {
        .delayed(DelayedWhen(delayInSeconds: delayInSeconds))
    }
    /// A property that every member has.
    var type: String {
        switch self {
        case .scheduled(let member): member.type
        case .delayed(let member): member.type
        case .unknown(let value): value.property("type", default: "")
        }
    }
}

struct ScheduledWhen: Hashable, Sendable {
    var date: Date
    let type: String
    private var _forms = OriginalEncodings()

    init(date: Date) {
        self.date = date
        type = "scheduled"
    }
}

extension ScheduledWhen: Codable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyCodingKey.self)
        date = try container.decodeCustomCodable(Date.self, forKey: "date", keeping: &_forms)
        type = try container.decode(String.self, forKey: "type")
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: AnyCodingKey.self)
        try container.encode(type, forKey: "type")
        try container.encodeCustomCodable(date, forKey: "date", as: _forms)
    }
}

struct DelayedWhen: Hashable, Sendable, Codable {
    let type: String
    var delayInSeconds: Int

    init(delayInSeconds: Int) {
        self.delayInSeconds = delayInSeconds
        type = "delayed"
    }
}

extension When: Codable {
    init(from decoder: any Decoder) throws {
        switch try decoder.discriminator("type") {
        case "scheduled": self = .scheduled(try ScheduledWhen(from: decoder))
        case "delayed": self = .delayed(try DelayedWhen(from: decoder))
        default: self = .unknown(try JSONValue(from: decoder))
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .scheduled(let member): try member.encode(to: encoder)
        case .delayed(let member): try member.encode(to: encoder)
        case .unknown(let value): try value.encode(to: encoder)
        }
    }
}

// ───────────── Endpoints.swift

extension HandingerClient {
    /// What each method sends, as values: for `api.send(_:options:)` and for reading the raw response.
    enum Endpoints {}
}

extension HandingerClient.Endpoints {
    // MARK: - workers.create

    static func workersCreate(body: CreateWorker) -> Endpoint<Worker> {
        Endpoint(
            id: "workers.create",
            method: .post,
            path: "/api/workers",
            body: .json(body),
            response: .json
        )
    }

    static func workersCreateStreaming(body: CreateWorker) -> Endpoint<EventStream> {
        var body = body
        body.stream = true
        return Endpoint(id: "workers.create", method: .post, path: "/api/workers", body: .json(body), response: .events)
    }

    static func workersRetrieve(
        workerID: String,
        stream: Bool? = nil,
        kind: Budget? = nil,
        trace: String? = nil
    ) -> Endpoint<Worker> {
        Endpoint(
            id: "workers.retrieve",
            method: .get,
            path: "/api/workers/\(workerID, name: "workerID")",
            query: [
                QueryParameter("stream", stream),
                QueryParameter("kind", kind),
            ],
            headers: [HeaderParameter("X-Trace", trace)],
            response: .json
        )
    }

    static func workersRetrieveEmail(workerID: String) -> Endpoint<String> {
        Endpoint(
            id: "workers.retrieveEmail",
            method: .get,
            path: "/api/workers/\(workerID, name: "workerID")/email",
            response: .json
        )
    }

    static func workersRetrieveFile(workerID: String, filePath: String) -> Endpoint<FileDownload> {
        Endpoint(
            id: "workers.retrieveFile",
            method: .get,
            path: "/api/workers/\(workerID, name: "workerID")/files/\(filePath, name: "filePath")",
            response: .download
        )
    }

    static func upload(avatar: FileUpload, note: String?) -> Endpoint<Void> {
        Endpoint(
            id: "upload",
            method: .put,
            path: "/upload",
            body: .multipart([
                .file("avatar", avatar),
                .value("note", note),
            ]),
            response: .empty,
            security: [[.bearer]]
        )
    }

}

// ───────────── Resources.swift

extension HandingerClient {
    /// Resource.
    struct Workers: Sendable {
        let api: APIClient

        static var metadata: APIMetadata { APIInfo.metadata }

        /// `schedules`
        var schedules: Schedules { Schedules(api: api) }
        struct Schedules: Sendable { let api: APIClient }

        // MARK: - workers.create
        @discardableResult
        func create(
            input: String,
            budget: Budget? = nil,
            options: RequestOptions = RequestOptions()
        ) async throws -> Worker {
            try await api.send(
                Endpoints.workersCreate(body: CreateWorker(input: input, budget: budget)),
                options: options
            )
        }

        func createStreaming(
            input: String,
            budget: Budget? = nil,
            options: RequestOptions = RequestOptions()
        ) -> EventStream {
            api.stream(
                Endpoints.workersCreateStreaming(body: CreateWorker(input: input, budget: budget)),
                options: options
            )
        }

        func retrieveFile(
            workerID: String,
            filePath: String,
            options: RequestOptions = RequestOptions()
        ) -> FileDownload {
            api.download(Endpoints.workersRetrieveFile(workerID: workerID, filePath: filePath), options: options)
        }
    }
}

// ───────────── Client.swift

/// Doc comment
struct HandingerClient: ServiceClient {
    /// The client that sends every request.
    let api: APIClient

    static var metadata: APIMetadata { APIInfo.metadata }

    /// Makes a client. Arguments win over the environment.
    init(
        apiKey: String? = nil,
        baseURL: String? = nil,
        configuration: APIClient.Configuration = APIClient.Configuration()
    ) throws {
        api = try APIClient(metadata: APIInfo.metadata, apiKey: apiKey, baseURL: baseURL, configuration: configuration)
    }

    init(api: APIClient) { self.api = api }

    var workers: Workers { Workers(api: api) }
}

// ───────────── APIInfo.swift

/// Title, version and servers of the API.
enum APIInfo {
    static let title = "Handinger API"
    static let version = "1.0.0"
    static let metadata = APIMetadata(
        name: "Handinger",
        version: "1.0.0",
        servers: ["https://v3.handinger.com"],
        security: [[.bearer]],
        sendsStainlessHeaders: true
    )
}
