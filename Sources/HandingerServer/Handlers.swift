import Handinger

/// Implements the operations of the document on top of the store.
struct Handlers: APIHandlers {
    let store: Store

    func workersCreate(body: CreateWorker, request: RouteRequest) async throws -> RouteReply<Worker> {
        let (worker, instruction) = await store.createWorker(input: body.input, budget: body.budget ?? .standard)
        return try await reply(worker, instruction, streams: body.stream, request)
    }

    func workersContinue(
        workerID: String,
        body: ContinueWorker,
        request: RouteRequest
    ) async throws -> RouteReply<Worker> {
        let budget = body.budget ?? .standard
        let (worker, instruction) = try await store.continueWorker(workerID, input: body.input, budget: budget)
        return try await reply(worker, instruction, streams: body.stream, request)
    }

    /// The worker, or the events of its newest instruction.
    private func reply(
        _ worker: Worker,
        _ instruction: Int,
        streams: Bool?,
        _ request: RouteRequest
    ) async throws -> RouteReply<Worker> {
        guard streams ?? request.prefersEvents else { return .value(worker) }
        let events = try await store.events(of: worker.id, scope: .instruction(instruction))
        return events.map { .events($0) } ?? .empty
    }

    func workersRetrieve(workerID: String, stream: Bool?, request: RouteRequest) async throws -> RouteReply<Worker> {
        guard stream ?? request.prefersEvents else { return .value(try await store.worker(workerID)) }
        let events = try await store.events(of: workerID, scope: .everything, lastEventID: request.lastEventID)
        return events.map { .events($0) } ?? .empty
    }

    func workersStreamUpdates(workerID: String, request: RouteRequest) async throws -> RouteReply<Never> {
        let events = try await store.events(of: workerID, scope: .everything, lastEventID: request.lastEventID)
        return events.map { .events($0) } ?? .empty
    }

    func workersRetrieveEmail(workerID: String, request: RouteRequest) async throws -> RouteReply<String> {
        .value(try await store.email(of: workerID))
    }

    func workersRetrieveFile(
        workerID: String,
        filePath: String,
        request: RouteRequest
    ) async throws -> RouteReply<Never> {
        .file(try await store.file(filePath, of: workerID))
    }

    func workersSchedulesList(workerID: String, request: RouteRequest) async throws -> RouteReply<ScheduleList> {
        .value(try await store.schedules(of: workerID))
    }

    func workersSchedulesCreate(
        workerID: String,
        body: CreateSchedule,
        request: RouteRequest
    ) async throws -> RouteReply<WorkerSchedule> {
        .value(try await store.createSchedule(body, for: workerID))
    }

    func workersSchedulesCancel(
        workerID: String,
        scheduleID: String,
        request: RouteRequest
    ) async throws -> RouteReply<ScheduleCancellation> {
        .value(try await store.cancelSchedule(scheduleID, of: workerID))
    }
}
