import APIRuntime

/// The state of the viewer and its key bindings, independent of a terminal.
struct ExplorerState {
    /// The action of the viewer after a key.
    enum Outcome: Equatable {
        case proceed, quit, interrupt, suspend
    }

    let outline: ExplorerOutline
    private(set) var size: TerminalSize
    private var open: Set<Int> = [0]
    /// The indices of the visible lines.
    private(set) var visible: [Int] = []
    /// The position of the cursor in ``visible``.
    private(set) var cursor = 0
    /// The position of the first line on the screen in ``visible``.
    private(set) var top = 0
    /// The search text during input; nil at other times.
    private(set) var query: String?
    private(set) var lastQuery = ""
    private(set) var message: String?

    init(_ tree: JSONTree, size: TerminalSize) {
        outline = ExplorerOutline(tree)
        self.size = size
        refresh()
    }

    /// The index of the line at the cursor.
    var selected: Int { visible[cursor] }

    /// The number of outline lines on the screen; the last row shows the path.
    var height: Int { max(1, size.rows - 1) }

    func isOpen(_ index: Int) -> Bool { open.contains(index) }

    mutating func resize(_ size: TerminalSize) {
        self.size = size
        scroll()
    }

    // MARK: - Keys

    mutating func press(_ key: ExplorerKey) -> Outcome {
        message = nil
        if key == .interrupt { return .interrupt }
        if key == .suspend { return .suspend }
        if query != nil {
            type(key)
            return .proceed
        }
        switch key {
        case .character("q"): return .quit
        case .up, .character("k"): move(to: cursor - 1)
        case .down, .character("j"): move(to: cursor + 1)
        case .pageUp: move(to: cursor - height)
        case .pageDown: move(to: cursor + height)
        case .home, .character("g"): move(to: 0)
        case .end, .character("G"): move(to: visible.count - 1)
        case .right, .character("l"): expandOrDescend()
        case .left, .character("h"): collapseOrAscend()
        case .enter, .character(" "): toggle()
        case .character("e"): setAll(open: true)
        case .character("c"): setAll(open: false)
        case .character("/"): query = ""
        case .character("n"): search(forward: true)
        case .character("N"): search(forward: false)
        case .escape: lastQuery = ""
        default: message = Self.help
        }
        return .proceed
    }

    static let help = "↑↓ move  ←→ close and open  e/c all  / search  n/N next  q quit"

    private mutating func type(_ key: ExplorerKey) {
        switch key {
        case .character(let character): query?.append(character)
        case .backspace where query?.isEmpty == false: query?.removeLast()
        case .backspace, .escape: query = nil
        case .enter:
            lastQuery = query ?? ""
            query = nil
            search(forward: true)
        default: break
        }
    }

    // MARK: - Moving

    private mutating func move(to position: Int) {
        cursor = min(max(0, position), visible.count - 1)
        scroll()
    }

    private mutating func move(toLine index: Int) {
        if let position = visible.firstIndex(of: index) { move(to: position) }
    }

    private mutating func scroll() {
        top = min(max(top, cursor - height + 1), cursor)
        top = max(0, min(top, visible.count - height))
    }

    // MARK: - Opening

    private mutating func expandOrDescend() {
        guard outline.hasLines(below: selected) else { return }
        if open.contains(selected) { move(to: cursor + 1) } else { toggle() }
    }

    private mutating func collapseOrAscend() {
        if outline.hasLines(below: selected), open.contains(selected) {
            toggle()
        } else if let parent = outline.lines[selected].parent {
            move(toLine: parent)
        }
    }

    private mutating func toggle() {
        guard outline.hasLines(below: selected) else { return }
        if open.remove(selected) == nil { open.insert(selected) }
        refresh()
    }

    private mutating func setAll(open isOpen: Bool) {
        let line = selected
        open = isOpen ? Set(outline.lines.indices) : [0]
        refresh()
        // If the selected line is hidden now, select its nearest visible ancestor.
        var next: Int? = line
        while let index = next, !visible.contains(index) { next = outline.lines[index].parent }
        move(toLine: next ?? 0)
    }

    private mutating func refresh() {
        visible = []
        var index = 0
        while index < outline.lines.count {
            visible.append(index)
            index = open.contains(index) ? index + 1 : outline.lines[index].end
        }
        move(to: cursor)
    }

    // MARK: - Searching

    /// Selects the next line that contains the text, including hidden lines, and wraps around at the end.
    private mutating func search(forward: Bool) {
        guard !lastQuery.isEmpty else { return }
        let text = lastQuery.lowercased()
        let count = outline.lines.count
        let order = (1...count).map { (selected + (forward ? $0 : count - $0)) % count }
        guard let found = order.first(where: { matches($0, text) }) else {
            message = "\"\(lastQuery)\" is not there"
            return
        }
        var next = outline.lines[found].parent
        while let index = next {
            open.insert(index)
            next = outline.lines[index].parent
        }
        refresh()
        move(toLine: found)
    }

    func matches(_ index: Int, _ text: String) -> Bool {
        let line = outline.lines[index]
        return !text.isEmpty
            && (line.label?.lowercased().contains(text) == true || line.text.lowercased().contains(text))
    }
}
