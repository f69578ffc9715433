# What the Ruby adapters have in common: the protocol of `clausal fuzz parser`.

# A fault of the parser's own code is no opinion on the document.
BROKEN = [NoMethodError, TypeError, ArgumentError, IndexError, NameError, RangeError,
          SystemStackError, NoMemoryError, FrozenError].freeze

class Unsupported < StandardError; end

def line(error)
  # Messages quote documents, which may be of any bytes.
  message = error.message.dup.force_encoding("UTF-8").scrub
  "#{error.class}: #{message}".gsub(/\s+/, " ")[0, 400]
end

# What the block says of a document: nothing when it is taken, or a line of the protocol; what it raises
# refuses the document.
def answer(document)
  yield(document) || "accept"
rescue Unsupported => error
  "unsupported #{line(error)}"
rescue *BROKEN => error
  "crash #{line(error)}"
rescue StandardError => error
  "reject #{line(error)}"
end

def serve(&parse)
  $stdin.binmode
  $stdout.binmode
  if ARGV[0] == "--persistent"
    while (head = $stdin.read(4)) && head.bytesize == 4
      size = head.unpack1("V")
      document = $stdin.read(size & 0x7fffffff) || ""
      said = size[31] == 1 ? "unsupported pieces" : answer(document, &parse)
      $stdout.write(said, "\n")
      $stdout.flush
    end
  else
    said = answer($stdin.read, &parse)
    warn said
    exit(said == "accept" ? 0 : said.start_with?("reject") ? 1 : 100)
  end
end
