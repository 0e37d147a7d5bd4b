# Embeds files in the binary: cmake -DOUT=<base> -DNAME=<function> -DROOT=<dir> -DFILES=<a;b> -P embed.cmake
# writes <base>.S (the bytes) and <base>.cpp (a table of name and bytes).
string(REPLACE "|" ";" FILES "${FILES}")
set(asm ".section .rodata\n")
set(externs "")
set(entries "")
set(i 0)
foreach(file IN LISTS FILES)
  set(symbol "otklik_${NAME}_${i}")
  string(APPEND asm ".global ${symbol}_begin\n.global ${symbol}_end\n.balign 16\n${symbol}_begin:\n.incbin \"${ROOT}/${file}\"\n${symbol}_end:\n")
  string(APPEND externs "extern const char ${symbol}_begin[], ${symbol}_end[];\n")
  string(APPEND entries "      {\"${file}\", {${symbol}_begin, static_cast<std::size_t>(${symbol}_end - ${symbol}_begin)}},\n")
  math(EXPR i "${i} + 1")
endforeach()
string(APPEND asm ".section .note.GNU-stack,\"\",@progbits\n")
file(WRITE ${OUT}.S "${asm}")
file(WRITE ${OUT}.cpp "#include \"base/embedded.hpp\"

extern \"C\" {
${externs}}

namespace otklik {

const EmbeddedFiles& Embedded${NAME}() {
  static const EmbeddedFiles files = {
${entries}  };
  return files;
}

}  // namespace otklik
")
