/// One page of a list, as an API answers it.
///
/// An API that answers whole lists needs no more than the items; one that pages also says where the next page begins:
///
/// ```swift
/// extension ScheduleList: PaginatedResponse {
///     public var items: [WorkerSchedule] { schedules }
///     public var nextCursor: String? { additionalProperties["nextCursor"]?.stringValue }
/// }
/// ```
public protocol PaginatedResponse: Sendable {
    /// What the list has.
    associatedtype Item: Sendable

    /// The items of this page.
    var items: [Item] { get }

    /// Where the next page begins; nil if this is the last.
    var nextCursor: String? { get }
}

extension PaginatedResponse {
    /// Nil: the list comes whole.
    public var nextCursor: String? { nil }
}
