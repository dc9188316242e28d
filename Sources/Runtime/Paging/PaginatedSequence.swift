/// The items of a paginated list. A page is requested when the items of the previous one have been consumed.
///
/// ```swift
/// for try await schedule in client.workers.schedules.all(workerID: id) { print(schedule.id) }
/// for try await page in client.workers.schedules.all(workerID: id).pages { print(page.items.count) }
/// ```
///
/// Each iteration starts at the first page. Iterating throws the errors of the page requests, and ``APIError`` with
/// code ``APIError/Code/responseValidation`` if the server returns the same cursor twice, which would never end.
public struct PaginatedSequence<Page: PaginatedResponse>: AsyncSequence, Sendable {
    /// An item.
    public typealias Element = Page.Item

    private let fetch: @Sendable (_ cursor: String?) async throws -> Page

    /// Creates a list.
    ///
    /// - Parameter fetch: Requests the page at a cursor; nil for the first page.
    public init(_ fetch: @escaping @Sendable (_ cursor: String?) async throws -> Page) {
        self.fetch = fetch
    }

    /// The pages of the list.
    public var pages: Pages { Pages(fetch: fetch) }

    /// Collects the items of all pages.
    ///
    /// - Parameter limit: The maximum number of items.
    /// - Throws: The errors of the page requests.
    public func collect(upTo limit: Int = .max) async throws -> [Element] {
        var items: [Element] = []
        guard limit > 0 else { return items }
        for try await item in self {
            items.append(item)
            if items.count == limit { break }
        }
        return items
    }

    /// Starts an iteration. The first `next()` requests the first page.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(pages: pages.makeAsyncIterator())
    }

    /// Iterates over the items.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var pages: Pages.AsyncIterator
        private var items: ArraySlice<Element> = []

        fileprivate init(pages: Pages.AsyncIterator) {
            self.pages = pages
        }

        /// The next item, or nil at the end of the list.
        ///
        /// - Throws: The errors of the page requests.
        public mutating func next() async throws -> Element? {
            try await next(isolation: nil)
        }

        /// The next item, or nil at the end of the list.
        ///
        /// - Throws: The errors of the page requests.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> Element? {
            while items.isEmpty {
                guard let page = try await pages.next(isolation: actor) else { return nil }
                items = page.items[...]
            }
            return items.popFirst()
        }
    }
}

extension PaginatedSequence {
    /// The pages of a list.
    public struct Pages: AsyncSequence, Sendable {
        /// A page.
        public typealias Element = Page

        fileprivate let fetch: @Sendable (_ cursor: String?) async throws -> Page

        /// Starts an iteration. The first `next()` requests the first page.
        public func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(fetch: fetch)
        }

        /// Iterates over the pages.
        public struct AsyncIterator: AsyncIteratorProtocol {
            fileprivate let fetch: @Sendable (_ cursor: String?) async throws -> Page
            /// The cursor of the next page; nil before the first and after the last page.
            private var cursor: String?
            private var seen: Set<String> = []
            private var isDone = false

            fileprivate init(fetch: @escaping @Sendable (_ cursor: String?) async throws -> Page) {
                self.fetch = fetch
            }

            /// The next page, or nil after the last.
            ///
            /// - Throws: The errors of the page requests, or ``APIError`` if a cursor repeats.
            public mutating func next() async throws -> Page? {
                try await next(isolation: nil)
            }

            /// The next page, or nil after the last.
            ///
            /// - Throws: The errors of the page requests, or ``APIError`` if a cursor repeats.
            public mutating func next(isolation actor: isolated (any Actor)?) async throws -> Page? {
                if isDone { return nil }
                // After a failure the list must not start again.
                isDone = true
                let page = try await fetch(cursor)
                if let next = page.nextCursor {
                    guard seen.insert(next).inserted else {
                        throw APIError(
                            .responseValidation,
                            "The list does not end: the server named the page at '\(Excerpt.of(next))' twice."
                        )
                    }
                    cursor = next
                    isDone = false
                }
                return page
            }
        }
    }
}
