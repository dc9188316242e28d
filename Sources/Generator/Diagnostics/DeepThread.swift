#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A thread with a stack of a size of its own: documents nest and refer deeply, and what follows them does too.
package enum DeepThread {
    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// Returns false where the system has no room for another one.
    package static func start(stackSize: Int, _ body: @escaping @Sendable () -> Void) -> Bool {
        let work = Unmanaged.passRetained(Work(body)).toOpaque()
        let isStarted = start(stackSize: stackSize, with: work)
        if !isStarted { Unmanaged<Work>.fromOpaque(work).release() }
        return isStarted
    }

    private static func start(stackSize: Int, with work: UnsafeMutableRawPointer) -> Bool {
        #if canImport(Darwin)
        var thread: pthread_t?
        #else
        var thread: pthread_t = 0
        #endif
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, stackSize)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let status = pthread_create(&thread, &attributes, { DeepThread.run($0) }, work)
        pthread_attr_destroy(&attributes)
        return status == 0
    }

    private static func run(_ work: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        useLargePages()
        if let work { Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body() }
        return nil
    }

    /// The system hands memory out page by page, and that takes longer than to fill them: in small pages it is a sixth
    /// of the time that a large document takes. Where there are no large ones, nothing is lost.
    private static func useLargePages() {
        #if canImport(Glibc)
        // The first block of a thread stands where its heap begins.
        let block = malloc(1)
        free(block)
        let largePage = 2 << 20
        let start = Int(bitPattern: block) / largePage * largePage
        madvise(UnsafeMutableRawPointer(bitPattern: start), largestHeap, MADV_HUGEPAGE)
        #endif
    }

    /// What glibc gives a thread at most in one piece.
    private static let largestHeap = 64 << 20

    /// How many threads can work at once.
    package static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
