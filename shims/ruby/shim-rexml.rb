# REXML: a document as a tree. With SHIM_ROUND_TRIP=1 it is written and read again.
require "rexml/document"
require_relative "protocol"

serve do |document|
  tree = REXML::Document.new(document)
  next "reject no root" unless tree.root

  if ENV["SHIM_ROUND_TRIP"] == "1"
    once = tree.to_s
    next "differs it writes something else the second time" if once != REXML::Document.new(once).to_s
  end
rescue REXML::ParseException, REXML::UndefinedNamespaceException => error
  # What was wrong inside of it, where it only passes that on.
  inner = error.respond_to?(:continued_exception) && error.continued_exception
  BROKEN.any? { |kind| inner.is_a?(kind) } ? "crash #{line(inner)}" : "reject #{line(error)}"
end
