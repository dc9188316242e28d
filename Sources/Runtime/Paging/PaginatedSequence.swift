/// The items of a list, page after page. A page is asked for when the items of the one before it were taken.
///
/// ```swift
/// for try await schedule in client.workers.schedules.all(workerID: id) { print(schedule.id) }
/// for try await page in client.workers.schedules.all(workerID: id).pages { print(page.items.count) }
/// ```
///
/// Each iteration starts at the first page. Iterating throws what asking for a page throws, and ``APIError`` with code
/// ``APIError/Code/responseValidation`` if the server names the same page twice, which would never end.
public struct PaginatedSequence<Page: PaginatedResponse>: AsyncSequence, Sendable {
    /// An item.
    public typealias Element = Page.Item

    private let fetch: @Sendable (_ cursor: String?) async throws -> Page

    /// Makes a list.
    ///
    /// - Parameter fetch: Asks for the page that begins at a cursor; nil for the first.
    public init(_ fetch: @escaping @Sendable (_ cursor: String?) async throws -> Page) {
        self.fetch = fetch
    }

    /// The pages themselves.
    public var pages: Pages { Pages(fetch: fetch) }

    /// All items at once.
    ///
    /// - Parameter limit: After how many items to stop.
    /// - Throws: What asking for a page throws.
    public func collect(upTo limit: Int = .max) async throws -> [Element] {
        var items: [Element] = []
        guard limit > 0 else { return items }
        for try await item in self {
            items.append(item)
            if items.count == limit { break }
        }
        return items
    }

    /// Starts an iteration; the first page is asked for with the first `next()`.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(pages: pages.makeAsyncIterator())
    }

    /// Gives the items one by one.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var pages: Pages.AsyncIterator
        private var items: ArraySlice<Element> = []

        fileprivate init(pages: Pages.AsyncIterator) {
            self.pages = pages
        }

        /// The next item, or nil at the end of the list.
        ///
        /// - Throws: What asking for a page throws.
        public mutating func next() async throws -> Element? {
            try await next(isolation: nil)
        }

        /// The next item, or nil at the end of the list.
        ///
        /// - Throws: What asking for a page throws.
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

        /// Starts an iteration; the first page is asked for with the first `next()`.
        public func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(fetch: fetch)
        }

        /// Gives the pages one by one.
        public struct AsyncIterator: AsyncIteratorProtocol {
            fileprivate let fetch: @Sendable (_ cursor: String?) async throws -> Page
            /// Where the next page begins; nil before the first and after the last.
            private var cursor: String?
            private var seen: Set<String> = []
            private var isDone = false

            fileprivate init(fetch: @escaping @Sendable (_ cursor: String?) async throws -> Page) {
                self.fetch = fetch
            }

            /// The next page, or nil after the last.
            ///
            /// - Throws: What asking for a page throws, or ``APIError`` if the list does not end.
            public mutating func next() async throws -> Page? {
                try await next(isolation: nil)
            }

            /// The next page, or nil after the last.
            ///
            /// - Throws: What asking for a page throws, or ``APIError`` if the list does not end.
            public mutating func next(isolation actor: isolated (any Actor)?) async throws -> Page? {
                if isDone { return nil }
                // Whatever fails, the list is not to be gone through again from its start.
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
