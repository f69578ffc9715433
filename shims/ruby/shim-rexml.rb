# REXML: a document as a tree. With SHIM_ROUND_TRIP=1 it is written and read again.
require "rexml/document"

BROKEN = [NoMethodError, TypeError, ArgumentError, IndexError, NameError, RangeError,
          SystemStackError, NoMemoryError, FrozenError].freeze

def line(error)
  "#{error.class}: #{error.message}".gsub(/\s+/, " ")[0, 400].scrub
end

def answer(document)
  tree = REXML::Document.new(document)
  return "reject no root" unless tree.root

  if ENV["SHIM_ROUND_TRIP"] == "1"
    once = tree.to_s
    twice = REXML::Document.new(once).to_s
    return "differs it writes something else the second time" if once != twice
  end
  "accept"
rescue REXML::ParseException, REXML::UndefinedNamespaceException => error
  # What was wrong inside of it, where it only passes that on.
  inner = error.respond_to?(:continued_exception) && error.continued_exception
  BROKEN.any? { |kind| inner.is_a?(kind) } ? "crash #{line(inner)}" : "reject #{line(error)}"
rescue *BROKEN => error
  "crash #{line(error)}"
rescue StandardError => error
  "reject #{line(error)}"
end

$stdin.binmode
$stdout.binmode
if ARGV[0] == "--persistent"
  while (head = $stdin.read(4)) && head.bytesize == 4
    $stdout.write(answer($stdin.read(head.unpack1("V")) || ""), "\n")
    $stdout.flush
  end
else
  said = answer($stdin.read)
  warn said
  exit(said == "accept" ? 0 : said.start_with?("reject") ? 1 : 100)
end
