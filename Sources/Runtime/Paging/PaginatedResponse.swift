/// One page of a list in an API's response.
///
/// A type for a whole list declares only its items; one for pages also tells where the next page begins:
///
/// ```swift
/// extension ScheduleList: PaginatedResponse {
///     public var items: [WorkerSchedule] { schedules }
///     public var nextCursor: String? { additionalProperties["nextCursor"]?.stringValue }
/// }
/// ```
public protocol PaginatedResponse: Sendable {
    /// The type of the items.
    associatedtype Item: Sendable

    /// The items of this page.
    var items: [Item] { get }

    /// The cursor of the next page; nil on the last page.
    var nextCursor: String? { get }
}

extension PaginatedResponse {
    /// Nil: the response is the whole list.
    public var nextCursor: String? { nil }
}
