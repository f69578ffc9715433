// Parsers of Java by name: sax, stax and dom of the JDK; xerces and xerces-dom of Apache; woodstox.
// shim-java compiles and runs it: `shim-java sax --persistent`. Documents may come in pieces.

import java.io.*;
import javax.xml.XMLConstants;
import javax.xml.parsers.*;
import javax.xml.stream.*;
import org.xml.sax.*;
import org.xml.sax.ext.DefaultHandler2;

public class Shim {
    interface Parser {
        void parse(InputStream document) throws Exception;
    }

    /** A document that comes in pieces. */
    static final class Pieces extends InputStream {
        private final byte[] all;
        private final int[] ends;
        private int at;
        private int piece;

        Pieces(byte[] all, int start, int[] ends) {
            this.all = all;
            this.ends = ends;
            at = start;
        }

        @Override
        public int read() {
            return at < all.length ? all[at++] & 255 : -1;
        }

        @Override
        public int read(byte[] into, int from, int most) {
            if (at == all.length) return -1;
            if (most == 0) return 0;
            while (piece < ends.length && ends[piece] <= at) piece++;
            int end = piece < ends.length ? ends[piece] : all.length;
            int count = Math.min(most, end - at);
            System.arraycopy(all, at, into, from, count);
            at += count;
            return count;
        }

        static Pieces of(byte[] payload) {
            int count = number(payload, 0);
            int[] ends = new int[count];
            int start = 4 + 4 * count;
            for (int i = 0, end = start; i < count; i++) {
                end += number(payload, 4 + 4 * i);
                ends[i] = end;
            }
            return new Pieces(payload, start, ends);
        }
    }

    static int number(byte[] in, int at) {
        return in[at] & 255 | (in[at + 1] & 255) << 8 | (in[at + 2] & 255) << 16 | in[at + 3] << 24;
    }

    /** Every external entity is the empty file that documents mean. */
    static final class Quiet extends DefaultHandler2 {
        @Override
        public InputSource resolveEntity(String name, String publicId, String base, String systemId) {
            return new InputSource(new ByteArrayInputStream(new byte[0]));
        }

        @Override
        public InputSource resolveEntity(String publicId, String systemId) {
            return new InputSource(new ByteArrayInputStream(new byte[0]));
        }

        @Override
        public void fatalError(SAXParseException error) throws SAXException {
            throw error;
        }
    }

    static Parser named(String name) throws Exception {
        switch (name) {
            case "sax":
            case "xerces": {
                SAXParserFactory factory =
                        name.equals("sax")
                                ? SAXParserFactory.newDefaultInstance()
                                : SAXParserFactory.newInstance(
                                        "org.apache.xerces.jaxp.SAXParserFactoryImpl", null);
                factory.setNamespaceAware(true);
                return document -> factory.newSAXParser().parse(document, new Quiet());
            }
            case "dom":
            case "xerces-dom": {
                DocumentBuilderFactory factory =
                        name.equals("dom")
                                ? DocumentBuilderFactory.newDefaultInstance()
                                : DocumentBuilderFactory.newInstance(
                                        "org.apache.xerces.jaxp.DocumentBuilderFactoryImpl", null);
                factory.setNamespaceAware(true);
                return document -> {
                    DocumentBuilder builder = factory.newDocumentBuilder();
                    builder.setEntityResolver(new Quiet());
                    builder.setErrorHandler(new Quiet());
                    builder.parse(document);
                };
            }
            case "stax":
            case "woodstox": {
                XMLInputFactory factory =
                        name.equals("stax")
                                ? XMLInputFactory.newDefaultFactory()
                                : (XMLInputFactory)
                                        Class.forName("com.ctc.wstx.stax.WstxInputFactory")
                                                .getDeclaredConstructor()
                                                .newInstance();
                factory.setXMLResolver((a, b, c, d) -> new ByteArrayInputStream(new byte[0]));
                return document -> {
                    XMLStreamReader reader = factory.createXMLStreamReader(document);
                    while (reader.hasNext()) reader.next();
                    reader.close();
                };
            }
            default:
                throw new IllegalArgumentException(
                        "one of sax, stax, dom, xerces, xerces-dom, woodstox");
        }
    }

    static String answer(Parser parser, InputStream document) {
        try {
            parser.parse(document);
            return "accept";
        } catch (SAXException | XMLStreamException | IOException error) {
            return "reject " + line(error);
        } catch (Throwable error) {
            // What is thrown without being declared is no opinion.
            return "crash " + line(error);
        }
    }

    static String line(Throwable error) {
        return error.toString().replaceAll("\\s+", " ");
    }

    public static void main(String[] args) throws Exception {
        Parser parser = named(args.length > 0 ? args[0] : "sax");
        DataInputStream input = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
        PrintStream output = new PrintStream(new FileOutputStream(FileDescriptor.out), false, "UTF-8");
        System.setOut(System.err);
        if (args.length < 2 || !args[1].equals("--persistent")) {
            byte[] document = input.readAllBytes();
            String answer = answer(parser, new ByteArrayInputStream(document));
            System.err.println(answer);
            System.exit(answer.startsWith("accept") ? 0 : answer.startsWith("reject") ? 1 : 100);
        }
        byte[] head = new byte[4];
        while (input.readNBytes(head, 0, 4) == 4) {
            int size = number(head, 0);
            byte[] payload = input.readNBytes(size & Integer.MAX_VALUE);
            InputStream document = size < 0 ? Pieces.of(payload) : new ByteArrayInputStream(payload);
            String answer = answer(parser, document);
            output.write((answer + "\n").getBytes("UTF-8"));
            output.flush();
        }
    }
}
