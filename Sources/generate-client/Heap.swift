#if canImport(Glibc)
import CMalloc
import Glibc

/// The memory of a run, which is taken bit by bit and given back all at once when the process ends.
///
/// To take a page costs more than to fill it: left alone, glibc asks the system for each page of a thread's heap, and
/// the system hands them out one by one. Together that is a sixth of the time that a large document takes.
enum Heap {
    /// What a document of some megabytes needs.
    private static let size = 64 << 20
    private static let largePage = 2 << 20

    /// Call it before there is a second thread. Where the system has no large pages, nothing is lost.
    static func prepare() {
        // Only the heap that all threads share grows by more than a page.
        mallopt(M_ARENA_MAX, 1)
        mallopt(M_TOP_PAD, Int32(size))
        // Nothing goes back before the end: what is let go of is soon taken again.
        mallopt(M_TRIM_THRESHOLD, Int32.max)
        mallopt(M_MMAP_THRESHOLD, Int32(size / 2))
        // A block that does not fit makes the heap grow. Asking for its size keeps the compiler from leaving it out.
        let block = malloc(1 << 20)
        _ = malloc_usable_size(block)
        free(block)
        let end = Int(bitPattern: sbrk(0))
        let start = (end - size + largePage - 1) / largePage * largePage
        madvise(UnsafeMutableRawPointer(bitPattern: start), end - start, MADV_HUGEPAGE)
    }
}
#else
/// Other allocators need no help.
enum Heap {
    static func prepare() {}
}
#endif
